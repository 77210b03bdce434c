/// The header field names of the IANA registry, and the few unregistered ones that every gateway meets.
///
/// Raw values are dense from zero, the most frequent names first, so tables and bit sets may be indexed by them. The
/// facts of each name stand in `HeaderRows.swift`, one row a name in the order of the cases.
package enum HeaderName: UInt8, CaseIterable, Sendable {
    /// The names that most messages of a gateway carry, by falling frequency.
    case via, from, to, callID, cSeq, contact, contentLength, maxForwards, userAgent, allow, supported,
        contentType, recordRoute, route, server, expires, authorization, wwwAuthenticate, proxyAuthorization,
        proxyAuthenticate, require, event, allowEvents, accept, sessionExpires, minSE, pAssertedIdentity,
        reason, rSeq, rAck, privacy, date, subscriptionState, retryAfter, warning, timestamp,
        contentDisposition, path, serviceRoute, pAccessNetworkInfo, pChargingVector, historyInfo, referTo,
        referredBy, diversion, remotePartyID, sessionID, replaces
    /// The rest of the registry, by alphabet.
    case acceptContact, acceptEncoding, acceptLanguage, acceptResourcePriority, additionalIdentity, alertInfo,
        alertMsgError, answerMode, attestationInfo, authenticationInfo, callInfo, cellularNetworkInfo,
        contentEncoding, contentID, contentLanguage, dcInfo, encryption, errorInfo, featureCaps, flowTimer,
        geolocation, geolocationError, geolocationRouting, hide, identity, identityInfo, infoPackage, inReplyTo,
        join, maxBreadth, mimeVersion, minExpires, organization, originationID, pAnswerState, pAssertedService,
        pAssociatedURI, pCalledPartyID, pChargeInfo, pChargingFunctionAddresses, pDCSBillingInfo, pDCSLAES,
        pDCSOSPS, pDCSRedirect, pDCSTracePartyID, pEarlyMedia, pMediaAuthorization, pPreferredIdentity,
        pPreferredService, pPrivateNetworkIndication, pProfileKey, pRefusedURIList, pServedUser, pUserDatabase,
        pVisitedNetworkID, permissionMissing, policyContact, policyID, priority, priorityShare, priorityVerstat,
        privAnswerMode, proxyRequire, reasonPhrase, recvInfo, referEventsAt, referSub, rejectContact,
        relayedCharge, replyTo, requestDisposition, resourcePriority, resourceShare, responseKey,
        responseSource, restorationInfo, securityClient, securityServer, securityVerify, serviceInteractInfo,
        sipETag, sipIfMatch, subject, suppressIfMatch, targetDialog, triggerConsent, unsupported,
        userToUser

    /// The name as the document that defines it spells it; names are compared without case (RFC 3261 §7.3.1).
    package var canonical: String { row.canonical }

    /// The one-letter form in lower-case ASCII, where the name has one (RFC 3261 §7.3.3).
    package var compactForm: UInt8? { row.compactForm }

    /// How often the header field may stand in a message, and whether a comma parts its values.
    package var occurrence: HeaderOccurrence { row.occurrence }

    /// Whether a message holds at most one value of it, so that a second one contradicts the first.
    package var isSingleValue: Bool { row.occurrence == .once }

    /// Whether a comma outside quotes and angle brackets starts the next value.
    package var separatesValuesWithComma: Bool { row.occurrence == .list }

    /// The document and section that define it today.
    package var definedIn: Citation { row.definedIn }

    /// How it stands with the registry.
    package var registration: Registration { row.registration }

    private var row: HeaderRow { HeaderRow.all[Int(rawValue)] }
}

/// How often a header field may stand in a message, and what a comma in it means (RFC 3261 §7.3.1).
package enum HeaderOccurrence: Sendable {
    /// One value in a message; commas are part of it.
    case once
    /// Any number of values, parted by commas or spread over several lines.
    case list
    /// Any number of lines with one value each; commas are part of the value, as in challenges and credentials.
    case lines
}
