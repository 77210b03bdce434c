/// What a request was like, as far as a rule may ask when its response comes: a bit for each.
package struct RequestTraits: OptionSet, Sendable, Hashable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    private static func bit(_ place: UInt64) -> RequestTraits { RequestTraits(rawValue: 1 << place) }

    // Header fields that it has.

    /// It has an Accept.
    package static let accept = bit(0)
    /// It has a Timestamp.
    package static let timestamp = bit(1)
    /// It has a Require.
    package static let require = bit(2)
    /// It has a Supported.
    package static let supported = bit(3)
    /// It has a Session-Expires.
    package static let sessionExpires = bit(4)
    /// It has an Expires.
    package static let expires = bit(5)
    /// It has an Event.
    package static let event = bit(6)
    /// It has an Authorization.
    package static let authorization = bit(7)
    /// It has a Proxy-Authorization.
    package static let proxyAuthorization = bit(8)
    /// It has a Referred-By or a Refer-To.
    package static let referral = bit(9)
    /// It has a SIP-If-Match.
    package static let ifMatch = bit(10)
    /// It has a Resource-Priority.
    package static let resourcePriority = bit(11)
    /// It has a Geolocation.
    package static let geolocation = bit(12)
    /// It has an Identity.
    package static let identity = bit(13)
    /// It has an Info-Package.
    package static let infoPackage = bit(14)
    /// It has a Suppress-If-Match.
    package static let suppressIfMatch = bit(15)
    /// It has a Content-Type.
    package static let contentType = bit(16)
    /// It has a Privacy.
    package static let privacy = bit(17)
    /// It has a Feature-Caps.
    package static let featureCaps = bit(18)
    /// It has a Call-Info.
    package static let callInfo = bit(19)
    /// It has a Replaces.
    package static let replaces = bit(20)
    /// It has a Contact.
    package static let contact = bit(21)

    // What stands in them.

    /// Its version is SIP/2.0.
    package static let isVersion2 = bit(32)
    /// It has a body.
    package static let body = bit(33)
    /// It has a To tag.
    package static let toTag = bit(34)
    /// Its topmost Via asks for the source port (RFC 3581).
    package static let asksSourcePort = bit(35)
    /// 100rel stands in Require, in Supported.
    package static let requires100rel = bit(36)
    package static let supports100rel = bit(37)
    /// 199 stands in Supported.
    package static let supports199 = bit(38)
    /// Accept allows every type.
    package static let acceptsAll = bit(39)
    /// Its Request-URI is sip or sips; has a user part; is an emergency service (RFC 5031).
    package static let sipURI = bit(40)
    package static let uriUser = bit(41)
    package static let emergency = bit(42)
    /// Its caller hides: an anonymous From, or Privacy with id, header or user.
    package static let isAnonymous = bit(43)
    /// Its Contact has a reg-id; its Contact or Request-URI a pn-provider.
    package static let regID = bit(44)
    package static let pushProvider = bit(45)
    /// It has preconditions: in its SDP, or as an option tag.
    package static let preconditions = bit(46)
    /// Its body is or holds a list of recipients; is encrypted; is or names an alert (CAP).
    package static let recipientList = bit(47)
    package static let encryptedBody = bit(48)
    package static let alert = bit(49)
    /// Feature-Caps names sip.608.
    package static let rejectionCaps = bit(50)
    /// It has a magic cookie in its topmost branch.
    package static let magicCookie = bit(51)
    /// Its From has a tag.
    package static let fromTag = bit(52)
    /// Its whole header section was at hand, so that what is absent is absent.
    package static let isWhole = bit(53)
    /// All of its body was at hand, so that what is absent from it is absent.
    package static let hasWholeBody = bit(60)
    /// It had decode issues.
    package static let malformed = bit(62)

    /// It has credentials.
    package static let credentials: RequestTraits = [.authorization, .proxyAuthorization]
}
