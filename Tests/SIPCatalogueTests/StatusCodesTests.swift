import SIPCatalogue
import Testing

@Suite struct StatusCodesTests {
    /// The response codes of the IANA registry as of March 2026, with their default phrases.
    static let registry: KeyValuePairs<UInt16, String> = [
        100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued", 183: "Session Progress",
        199: "Early Dialog Terminated", 200: "OK", 202: "Accepted", 204: "No Notification", 300: "Multiple Choices",
        301: "Moved Permanently", 302: "Moved Temporarily", 305: "Use Proxy", 380: "Alternative Service",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
        408: "Request Timeout", 410: "Gone", 412: "Conditional Request Failed", 413: "Request Entity Too Large",
        414: "Request-URI Too Long", 415: "Unsupported Media Type", 416: "Unsupported URI Scheme",
        417: "Unknown Resource-Priority", 420: "Bad Extension", 421: "Extension Required",
        422: "Session Interval Too Small", 423: "Interval Too Brief", 424: "Bad Location Information",
        425: "Bad Alert Message", 428: "Use Identity Header", 429: "Provide Referrer Identity", 430: "Flow Failed",
        433: "Anonymity Disallowed", 436: "Bad Identity Info", 437: "Unsupported Credential",
        438: "Invalid Identity Header", 439: "First Hop Lacks Outbound Support", 440: "Max-Breadth Exceeded",
        469: "Bad Info Package", 470: "Consent Needed", 480: "Temporarily Unavailable",
        481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 483: "Too Many Hops", 484: "Address Incomplete",
        485: "Ambiguous", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here", 489: "Bad Event",
        491: "Request Pending", 493: "Undecipherable", 494: "Security Agreement Required",
        500: "Server Internal Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Server Time-out", 505: "Version Not Supported", 513: "Message Too Large",
        555: "Push Notification Service Not Supported", 580: "Precondition Failure", 600: "Busy Everywhere",
        603: "Decline", 604: "Does Not Exist Anywhere", 606: "Not Acceptable", 607: "Unwanted", 608: "Rejected",
    ]

    /// A code whose RFC makes header fields mandatory in every response that bears it.
    struct Obligation: Sendable, CustomTestStringConvertible {
        let code: UInt16
        let headers: [HeaderName]
        var isChoice = false
        var testDescription: String { "\(code) \(headers.map(\.canonical))" }
    }

    static let obligations = [
        Obligation(code: 199, headers: [.reason]),
        Obligation(code: 401, headers: [.wwwAuthenticate]),
        Obligation(code: 405, headers: [.allow]),
        Obligation(code: 407, headers: [.proxyAuthenticate]),
        Obligation(code: 415, headers: [.accept, .acceptEncoding, .acceptLanguage], isChoice: true),
        Obligation(code: 420, headers: [.unsupported]),
        Obligation(code: 421, headers: [.require]),
        Obligation(code: 422, headers: [.minSE]),
        Obligation(code: 423, headers: [.minExpires]),
        Obligation(code: 424, headers: [.geolocationError]),
        Obligation(code: 425, headers: [.alertMsgError]),
        Obligation(code: 469, headers: [.recvInfo]),
        Obligation(code: 489, headers: [.allowEvents]),
        Obligation(code: 494, headers: [.securityServer]),
    ]

    @Test func `the catalogue holds the 75 codes of the registry under their phrases`() {
        #expect(Self.registry.count == 75)
        for (number, phrase) in Self.registry {
            #expect(StatusCodes.reasonPhrase(for: number) == phrase, "\(number)")
        }
    }

    @Test func `what is not in the registry is marked so`() {
        let registered = Set(Self.registry.map(\.key))
        for row in StatusCodes.all {
            let isMarked = row.registration == .obsolete || row.registration == .unregistered
            #expect(registered.contains(row.number) != isMarked, "\(row.number)")
        }
        #expect(StatusCodes.all.count == registered.count + 4)
    }

    @Test func `numbers are unique, ascending and in 100 to 699`() {
        let numbers = StatusCodes.all.map(\.number)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy(<))
        #expect(numbers.allSatisfy { (100...699).contains($0) })
    }

    @Test func `a row is found by its number and by no other`() {
        for number: UInt16 in 0...1_000 {
            #expect(StatusCodes.row(for: number)?.number == StatusCodes.all.first { $0.number == number }?.number)
        }
        #expect(StatusCodes.row(for: .max)?.number == nil)
    }

    @Test func `the class of a row is its first digit`() {
        for row in StatusCodes.all { #expect(row.responseClass.rawValue == Int(row.number) / 100) }
    }

    @Test func `the classes hold every row once`() {
        let byClass = ResponseClass.allCases.flatMap { StatusCodes.rows(in: $0) }
        #expect(byClass.map(\.number) == StatusCodes.all.map(\.number))
    }

    @Test(arguments: obligations)
    func `the response must carry what its RFC makes mandatory`(obligation: Obligation) throws {
        let demands = try #require(StatusCodes.row(for: obligation.code)).mustHeaders
        #expect(demands.flatMap(\.headers) == obligation.headers)
        #expect(demands.allSatisfy { $0.isChoice == obligation.isChoice })
    }

    @Test func `no other response must carry anything whatever the request was`() {
        let codes = StatusCodes.all.filter { !$0.mustHeaders.isEmpty }.map(\.number)
        #expect(codes == Self.obligations.map(\.code))
    }

    @Test func `a 608 must carry Call-Info on a condition`() throws {
        let demand = try #require(StatusCodes.row(for: 608)?.carries(.must).first)
        #expect(demand.headers == [.callInfo])
        #expect(demand.condition != nil)
    }

    @Test func `one of a choice is enough and of a list each is needed`() throws {
        let choice = try #require(StatusCodes.row(for: 415)?.mustHeaders.first)
        #expect(choice.isMet { $0 == .acceptEncoding })
        #expect(!choice.isMet { $0 == .allow })
        let list = try #require(StatusCodes.row(for: 180)?.carries.first { $0.headers == [.rSeq, .require] })
        #expect(!list.isMet { $0 == .rSeq })
        #expect(list.isMet { $0 == .rSeq || $0 == .require })
    }

    @Test func `every response but 100 needs a To tag`() {
        #expect(StatusCodes.all.filter { !$0.needsToTag }.map(\.number) == [100])
    }

    @Test func `no code answers an ACK, and neither challenges nor 487 answer a CANCEL`() {
        #expect(StatusCodes.all.allSatisfy { !$0.methods.covers(.ack) })
        for number: UInt16 in [401, 407, 420, 487] {
            #expect(StatusCodes.row(for: number)?.methods.covers(.cancel) == false)
        }
    }

    @Test func `only INVITE is answered by 180 and by 408`() {
        for number: UInt16 in [180, 408] {
            #expect(Method.allCases.filter { StatusCodes.row(for: number)?.methods.covers($0) == true } == [.invite])
        }
    }

    @Test func `an unknown code is acted on as its class says`() {
        #expect(StatusCodes.actedOn(as: 486) == 486)
        #expect(StatusCodes.actedOn(as: 499) == 400)
        #expect(StatusCodes.actedOn(as: 199) == 199)
        #expect(StatusCodes.actedOn(as: 150) == 183)
        #expect(StatusCodes.actedOn(as: 99) == nil)
        #expect(StatusCodes.actedOn(as: 700) == nil)
    }

    @Test func `a demand names header fields or says what it asks for`() {
        for demand in StatusCodes.all.flatMap(\.carries) { #expect(!demand.headers.isEmpty || demand.note != nil) }
    }

    @Test func `every row is complete and its sentences are sentences`() {
        for row in StatusCodes.all {
            #expect(!row.definedIn.isEmpty && !row.oftenMeans.isEmpty && !row.lookAt.isEmpty, "\(row.number)")
            #expect(row.summary.count <= 41 && !row.summary.hasSuffix("."), "\(row.number)")
            #expect(row.meaning.hasSuffix(".") && row.meaning.first?.isUppercase == true, "\(row.number)")
            #expect(!row.client.hasSuffix(".") && row.client.first?.isLowercase == true, "\(row.number)")
            #expect(row.proxy.map { !$0.words.hasSuffix(".") } ?? true, "\(row.number)")
        }
    }
}
