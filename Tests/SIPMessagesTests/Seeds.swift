/// A dozen messages that between them hold every form that the readers know; damage starts from these.
enum Seeds {
    static let messages: [[UInt8]] = [
        wire(request("Max-Forwards: 70", "Contact: <sip:a@192.0.2.1:5060;transport=udp>", "Content-Length: 0")),
        wire(request(method: "INVITE", body: "v=0\nm=audio 4000 RTP/AVP 0\n")),
        wire(compact), wire(folded), wire(listed), wire(overloaded), wire(challenged), wire(numbers),
        Array(compact.utf8), wire("SIP/2.0 100 \nVia:\nCSeq:\n\n"),
        wire("INVITE sip:[2001:db8::1]:5060;a?x=y SIP/2.0\nVia: SIP/2.0/UDP [2001:db8::2];received=2001:db8::3\n\n"),
        wire("X  <sip:a> SIP/7.0 \n: x\n x\nno colon\n\u{0}\u{0}: \u{0}\nContent-Length: 5\n\nбай"),
    ]

    /// Several of them on one stream, with keep-alives between.
    static let stream: [UInt8] =
        wire(request("Content-Length: 4", body: "body")) + [0x0D, 0x0A, 0x0D, 0x0A] + wire(compact) + [0]
        + wire(overloaded)

    private static let compact = """
        SIP/2.0 200 OK
        v: SIP/2.0/TLS a.example;branch=z9hG4bK7;oc
        f: "A \\" B"<sip:a@b>;tag=1
        t: sip:b@b ; tag = 2
        i: c@d
        m: *
        CSeq :7 BYE
        l:3

        abc
        """

    private static let folded = """
        INVITE sip:b SIP/2.0
        TO :
         sip:b@b.example ;   tag    = 19n
        from   : "J \\\\\\""       <sip:j@b.example>
          ;
          tag = 98
        Call-ID: x
        cseq: 0009
          INVITE
        Via  : SIP  /   2.0
         /UDP
            192.0.2.2;branch=390

        """

    private static let listed = """
        REGISTER sip:b SIP/2.0
        Via: SIP/2.0/UDP a;branch=1, SIP/2.0/TCP b:5061;x="q,\\"r";branch=z9hG4bK2,SIP/2.0/UDP c
        Contact: "C, D" <sip:c@d;x=1,2>;expires=5;q=0.5, sip:e@f, Name <sip:g@h>
        From: Жанна <sip:a@b>;tag=1
        To: Bell, A <sip:a@b>
        Date: Thu, 01 Jan 2026 00:00:00 GMT

        """

    private static let overloaded = """
        SIP/2.0 503 Service Unavailable
        Via: SIP/2.0/UDP a;branch=z9hG4bK1;oc=20;oc-algo="loss"
        Retry-After: 120 (in (a \\) comment)) ;duration=3600;x="y"
        Warning: 399 a.example "busy, \\"very\\""
        CSeq: 1 INVITE
        Content-Length: 0


        """

    private static let challenged = """
        SIP/2.0 401 Unauthorized
        WWW-Authenticate: Digest realm="a, \\"b\\" = c", nonce = "84f1c", qop="auth,auth-int", stale=FALSE
        CSeq: 1 REGISTER
        Call-ID: c

        """

    private static let numbers = """
        BYE sip:b SIP/2.0
        CSeq: 2147483647 BYE
        CSeq: 36893488147419103232 BYE
        Expires: 4294967295
        Max-Forwards: 0255
        Content-Length: 18446744073709551616
        Content-Length: 9223372036854775807

        body
        """

    /// Values for each reader of a header field.
    static let values = [
        "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776;rport;received=192.0.2.9 , SIP/2.0/TCP b",
        "SIP  /\r\n 2.0\r\n /UDP\r\n [2001:db8::1]: 5060 ; oc ;x=\"a,\\\"b\";branch = 39",
        "SIP/2.0/U",
        "\"A \\\" B\" <sip:a@b;x=1,2?y=z> ; tag = 1, sip:c@d;tag=2",
        "Жанна <sip:a@b>;tag=\"x;y\"",
        "sip:a@b;tag=3, <c:d>",
        "Bell, A <sip:a@b>;tag=4",
        "*",
        "4294967295 INVITE",
        "0009\r\n  NEW.method",
        "120 (a (b) \\) c) ;duration=3600;x",
        "Digest realm=\"a, \\\"b\\\" = c\", nonce = \"84f1c\", qop=\"auth\"",
        "9223372036854775807",
        ";a=\"\\",
    ]
}
