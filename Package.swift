// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is built with.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A library target; `uses` names the targets of ours above it, which are all it may import.
func part(_ name: String, uses: [Target.Dependency] = [], path: String? = nil, resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: uses, path: path, resources: resources, swiftSettings: settings)
}

/// The tests of one target, which may use more of ours than the target itself.
func tests(of name: String, uses: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name)] + uses,
        swiftSettings: settings
    )
}

let package = Package(
    name: "siptally",
    products: [.executable(name: "siptally", targets: ["siptally"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.0"),
    ],
    targets: [
        // The line from frame to report: each target imports only targets above it.
        .target(
            name: "CPcap",
            linkerSettings: [.linkedLibrary("pcap"), .linkedLibrary("z"), .linkedLibrary("zstd")]
        ),
        part("WireBytes"),
        part("NetworkTypes", uses: ["WireBytes"]),
        part("SIPCatalogue"),
        part("SIPMessages", uses: ["WireBytes", "SIPCatalogue"]),
        part("PacketCapture", uses: ["CPcap", "WireBytes", "NetworkTypes"]),
        part("PacketDecoding", uses: ["WireBytes", "NetworkTypes"]),
        part("StreamReassembly", uses: ["PacketDecoding", "WireBytes", "NetworkTypes"]),
        part("CallTracking", uses: ["SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes"]),
        part("RuleEvaluation", uses: ["CallTracking", "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes"]),
        part(
            "ResponseRules",
            uses: ["RuleEvaluation", "CallTracking", "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes"]
        ),
        part(
            "Tallying",
            uses: ["RuleEvaluation", "CallTracking", "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes"]
        ),
        part(
            "AnalysisPipeline",
            uses: [
                "Tallying", "RuleEvaluation", "CallTracking", "StreamReassembly", "PacketDecoding", "SIPMessages",
                "SIPCatalogue", "WireBytes", "NetworkTypes",
            ]
        ),
        part(
            "ReportRendering",
            uses: ["Tallying", "RuleEvaluation", "CallTracking", "SIPCatalogue", "NetworkTypes", "Rainbow"]
        ),
        .executableTarget(
            name: "siptally",
            dependencies: [
                "PacketCapture", "AnalysisPipeline", "ResponseRules", "ReportRendering", "Tallying", "RuleEvaluation",
                "CallTracking", "SIPCatalogue", "NetworkTypes", "Rainbow",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),

        // What tests share: a builder of frames and of SIP exchanges.
        part("TestSupport", uses: ["PacketDecoding", "NetworkTypes", "WireBytes"], path: "Tests/TestSupport"),
        tests(of: "WireBytes"),
        tests(of: "NetworkTypes"),
        tests(of: "SIPCatalogue"),
        tests(of: "SIPMessages", uses: ["TestSupport", "WireBytes", "SIPCatalogue"]),
        tests(of: "PacketCapture", uses: ["TestSupport", "NetworkTypes", "WireBytes"]),
        tests(of: "PacketDecoding", uses: ["TestSupport", "NetworkTypes", "WireBytes"]),
        tests(of: "StreamReassembly", uses: ["TestSupport", "PacketDecoding", "NetworkTypes", "WireBytes"]),
        tests(of: "ReportRendering", uses: ["SIPCatalogue"]),
    ]
)
