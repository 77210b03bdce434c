@testable import SIPMessages

/// RFC 4475 §3.1.1: messages that are right, however they look.
extension TortureMessage {
    static let valid = [
        TortureMessage("wsinv", "3.1.1.1", .valid, wsinv),
        TortureMessage("intmeth", "3.1.1.2", .valid, intmeth),
        TortureMessage(
            "esc01",
            "3.1.1.3",
            .valid,
            ordinary(
                "INVITE",
                "sip:sips%3Auser%40example.com@example.net",
                "To: sip:%75se%72@example.com",
                "From: <sip:I%20have%20spaces@example.net>;tag=938",
                "Contact:\n  <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>"
            )
        ),
        TortureMessage(
            "escnull",
            "3.1.1.4",
            .valid,
            ordinary(
                "REGISTER",
                "sip:example.com",
                "To: sip:null-%00-null@example.com",
                "From: sip:null-%00-null@example.com;tag=839923423",
                "Contact: <sip:%00@host5.example.com>",
                "Contact: <sip:%00%00@host5.example.com>"
            )
        ),
        TortureMessage(
            "esc02",
            "3.1.1.5",
            .valid,
            ordinary(
                "RE%47IST%45R",
                "sip:registrar.example.com",
                "To: \"%Z%45\" <sip:resource@example.com>",
                "From: \"%Z%45\" <sip:resource@example.com>;tag=f232jadfj23",
                "Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzsnel234",
                "C%6Fntact: <sip:alias2@host2.example.com>",
                "Contact: <sip:alias3@host3.example.com>"
            )
        ),
        TortureMessage(
            "lwsdisp",
            "3.1.1.6",
            .valid,
            ordinary("OPTIONS", "sip:user@example.com", "From: caller<sip:caller@example.com>;tag=323")
        ),
        TortureMessage("longreq", "3.1.1.7", .valid, longreq),
        TortureMessage("dblreq", "3.1.1.8", .valid, dblreq),
        TortureMessage(
            "semiuri",
            "3.1.1.9",
            .valid,
            ordinary("OPTIONS", "sip:user;par=u%40example.net@example.com", "Accept: a/b, c/d,\n        e/f, g/h")
        ),
        TortureMessage(
            "transports",
            "3.1.1.10",
            .valid,
            ordinary(
                "OPTIONS",
                "sip:user@example.com",
                "Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw",
                "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf",
                "Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj",
                "Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en",
                "Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee"
            )
        ),
        TortureMessage("mpart01", "3.1.1.11", .valid, mpart01),
        TortureMessage(
            "unreason",
            "3.1.1.12",
            .valid,
            response("200", "= 2**3 * 5**2 но сто девяносто девять - простое")
        ),
        TortureMessage("noreason", "3.1.1.13", .valid, response("100", "")),
    ]

    private static let wsinv = #"""
        INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
        TO :
         sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
        from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>
          ;
          tag = 98asjd8
        MaX-fOrWaRdS: 0068
        Call-ID: wsinv.ndaksdj@192.0.2.1
        Content-Length   : {length}
        cseq: 0009
          INVITE
        Via  : SIP  /   2.0
         /UDP
            192.0.2.2;branch=390skdjuw
        s :
        NewFangledHeader:   newfangled value
         continued newfangled value
        UnknownHeaderWithUnusualValue: ;;,,;;,;
        Content-Type: application/sdp
        Route:
         <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
        v:  SIP  / 2.0  / TCP     spindle.example.com   ;
          branch  =   z9hG4bK9ikj8  ,
         SIP  /    2.0   / UDP  192.168.255.111   ; branch=
         z9hG4bK30239
        m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =
              newvalue ;
          secondparam ; q = 0.33

        v=0

        """#

    private static let intmeth =
        """
        !interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*\
        :&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
        Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
        To: "BEL:\\\u{07} NUL:\\\u{00} DEL:\\\u{7F}" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
        From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий"\
        ;tag=_token~1'+`*%!-.
        Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/"][?}{
        CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
        Max-Forwards: 255
        extensionHeader-!.%*+_`'~: \u{FEFF}大停電
        Content-Length: 0


        """

    private static let longreq = ordinary(
        "INVITE",
        "sip:user@example.com",
        "To: \"\(String(repeating: "extreme", count: 20))\"<sip:user@example.com:6000;\(long("param"))=\(long("value"))>",
        "From: sip:\(long("caller"))@example.net;tag=\(long("298"));\(long("param"))=\(long("value"));\(long("valueless"))",
        "Unknown-\(long("Long"))-Name: unknown-\(long("long"))-value; unknown-\(long("long"))-parameter",
        (1...33).map { "Via: SIP/2.0/TCP sip\($0).example.com;branch=z9hG4bK\(long("branch"))\($0)" }.joined(
            separator: "\n"
        )
    )

    private static func long(_ word: String) -> String { String(repeating: word, count: 20) }

    private static let dblreq =
        """
        REGISTER sip:example.com SIP/2.0
        To: sip:j.user@example.com
        From: sip:j.user@example.com;tag=43251j3j324
        Max-Forwards: 8
        I: dblreq.0ha0isndaksdj99sdfafnl3lk233412
        Contact: sip:j.user@host.example.com
        CSeq: 8 REGISTER
        Via: SIP/2.0/UDP 192.0.2.125;branch=z9hG4bKkdjuw23492
        Content-Length: 0


        """ + ordinary("INVITE", "sip:joe@example.com")

    private static let mpart01 = """
        MESSAGE sip:kumiko@example.org SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport
        Max-Forwards: 70
        Identity: r5mwreLuyDRYBi/0TiPwEsY3rEVsk/G2WxhgTV1PF7hHuLIK0YWVKZhKv9Mj8UeXqkMVbnVq37CD+813gvYjcBUaZng=
        To: <sip:kumiko@example.org>
        From: <sip:fluffy@example.com>;tag=2fb0dcc9
        Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..
        CSeq: 1 MESSAGE
        Content-Type: multipart/mixed;boundary=7a9cbec02ceef655
        Date: Sat, 15 Oct 2005 04:44:56 GMT
        Content-Length: {length}

        --7a9cbec02ceef655
        Content-Type: application/octet-stream

        \u{0}\u{1}\u{7F}\n\n\r--
        --7a9cbec02ceef655--
        """

    /// A response to an INVITE with nothing odd but its status line.
    static func response(_ code: String, _ phrase: String) -> String {
        """
        SIP/2.0 \(code) \(phrase)
        Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe
        Call-ID: noreason.asndj203insdf99223ndf
        CSeq: 35 INVITE
        From: <sip:user@example.com>;tag=39ansfi3
        To: <sip:user@example.edu>;tag=902jndnke3
        Content-Length: 0
        Contact: <sip:user@host105.example.com>


        """
    }
}
