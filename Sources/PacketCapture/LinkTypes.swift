internal import CPcap
internal import NetworkTypes

/// LINKTYPE_ numbers, which files carry, and the DLT_ numbers by which libpcap knows some of them on Linux.
extension LinkType {
    /// Where the two differ (libpcap's `pcap-common.c`); from 104 on they are the same, with one exception.
    private static let differing: [(linkType: UInt16, dataLink: Int32)] = [
        (100, DLT_ATM_RFC1483), (101, DLT_RAW), (102, DLT_SLIP_BSDOS), (103, DLT_PPP_BSDOS), (106, DLT_ATM_CLIP),
        (246, DLT_PFSYNC),
    ]

    /// OpenBSD's DLT_RAW, which stands in files that were written there without libpcap.
    private static let openBSDRaw: Int32 = 14

    /// The link type that libpcap calls `dataLink`.
    init(dataLink: Int32) {
        let known = LinkType.differing.first { $0.dataLink == dataLink }?.linkType
        let raw = dataLink == LinkType.openBSDRaw ? LinkType.raw.rawValue : nil
        self.init(rawValue: known ?? raw ?? UInt16(truncatingIfNeeded: dataLink))
    }

    /// The link type of a number in a file, where some writers left a DLT_ number of their system.
    init(stored number: UInt16) { self.init(dataLink: Int32(number)) }

    /// libpcap's name without its prefix, such as `EN10MB` or `LINUX_SLL`; `LINKTYPE_9999` where it has none.
    var name: String {
        let dataLink = LinkType.differing.first { $0.linkType == rawValue }?.dataLink ?? Int32(rawValue)
        // Bound: a string constant of libpcap, or nil.
        guard let name = unsafe pcap_datalink_val_to_name(dataLink) else { return "LINKTYPE_\(rawValue)" }
        return unsafe String(cString: name)
    }
}
