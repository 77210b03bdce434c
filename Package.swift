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
func tests(of name: String, uses: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name)] + uses,
        resources: resources,
        swiftSettings: settings
    )
}

let package = Package(
    name: "siptally",
    products: [.executable(name: "siptally", targets: ["siptally"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.0"),
    ],
    targets: [
        // The line from frame to report: each target imports only targets above it.
        .target(
            name: "CPcap",
            linkerSettings: [.linkedLibrary("pcap"), .linkedLibrary("z"), .linkedLibrary("zstd")]
        ),
        // Searching bytes thirty-two at a time without a call, which Swift cannot say and memchr does not.
        .target(name: "CByteSearch"),
        // A part of a span lives as long as the span, which Swift 6.3 lets a function say only as an experiment.
        .target(
            name: "WireBytes",
            dependencies: ["CByteSearch"],
            swiftSettings: settings + [.enableExperimentalFeature("Lifetimes")]
        ),
        part("NetworkTypes", uses: ["WireBytes"]),
        part("SIPCatalogue"),
        part(
            "SIPMessages",
            uses: ["WireBytes", "SIPCatalogue", .product(name: "BasicContainers", package: "swift-collections")]
        ),
        part("PacketCapture", uses: ["CPcap", "WireBytes", "NetworkTypes"]),
        part("PacketDecoding", uses: ["WireBytes", "NetworkTypes"]),
        part("StreamReassembly", uses: ["PacketDecoding", "WireBytes", "NetworkTypes"]),
        // A line of C: asking for memory ahead of its use, which large tables gain from and Swift has no word for.
        .target(name: "CPrefetch"),
        part(
            "CallTracking",
            uses: [
                "CPrefetch",
                "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes",
                .product(name: "BasicContainers", package: "swift-collections"),
            ]
        ),
        part(
            "MessageFiltering",
            uses: ["CallTracking", "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes"]
        ),
        part("RuleEvaluation", uses: ["CallTracking", "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes"]),
        part(
            "ResponseRules",
            uses: ["RuleEvaluation", "CallTracking", "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes"]
        ),
        part(
            "Tallying",
            uses: [
                "RuleEvaluation", "CallTracking", "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes",
            ]
        ),
        part(
            "AnalysisPipeline",
            uses: [
                "Tallying", "RuleEvaluation", "MessageFiltering", "CallTracking", "StreamReassembly", "PacketDecoding",
                "SIPMessages", "SIPCatalogue", "WireBytes", "NetworkTypes",
            ]
        ),
        part(
            "ReportRendering",
            uses: [
                "Tallying", "RuleEvaluation", "MessageFiltering", "CallTracking", "SIPMessages", "SIPCatalogue",
                "WireBytes", "NetworkTypes", "Rainbow",
            ]
        ),
        part(
            "Settings",
            uses: [
                "RuleEvaluation", "SIPCatalogue", "NetworkTypes", "Yams",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        part(
            "SiptallyService",
            uses: [
                "PacketCapture", "AnalysisPipeline", "Tallying", "RuleEvaluation", "MessageFiltering", "CallTracking",
                "NetworkTypes", "ReportRendering", "ResponseRules",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .executableTarget(
            name: "siptally",
            dependencies: [
                "SiptallyService", "Settings", "ReportRendering", "ResponseRules", "RuleEvaluation", "Tallying",
                "MessageFiltering", "CallTracking", "SIPCatalogue", "PacketCapture",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),

        // What tests share: a builder of frames and of SIP exchanges.
        part(
            "TestSupport",
            uses: ["CallTracking", "PacketDecoding", "SIPMessages", "NetworkTypes", "WireBytes"],
            path: "Tests/TestSupport"
        ),
        // The whole line in the hands of a test: frames in, what was counted and found out.
        part(
            "TestAnalysis",
            uses: [
                "TestSupport", "AnalysisPipeline", "ResponseRules", "Tallying", "RuleEvaluation", "CallTracking",
                "NetworkTypes", "WireBytes",
            ],
            path: "Tests/TestAnalysis"
        ),
        // What reads bytes that nobody vouches for: under libFuzzer, and in the program that the tests run.
        part(
            "Fuzzing",
            uses: [
                "TestSupport", "SiptallyService", "PacketCapture", "AnalysisPipeline", "ReportRendering",
                "ResponseRules", "Tallying", "RuleEvaluation", "MessageFiltering", "CallTracking", "SIPMessages",
                "PacketDecoding", "NetworkTypes", "WireBytes",
            ],
            path: "Tests/Fuzzing"
        ),
        .executableTarget(
            name: "mutation",
            dependencies: ["Fuzzing"],
            path: "Tests/Mutation",
            swiftSettings: settings
        ),
        tests(of: "Fuzzing", uses: ["mutation", "TestSupport"]),
        tests(of: "WireBytes", uses: ["TestSupport"]),
        tests(of: "NetworkTypes"),
        tests(of: "SIPCatalogue"),
        tests(of: "SIPMessages", uses: ["TestSupport", "WireBytes", "SIPCatalogue"]),
        tests(of: "PacketCapture", uses: ["CPcap", "TestSupport", "NetworkTypes", "WireBytes"]),
        tests(of: "PacketDecoding", uses: ["TestSupport", "NetworkTypes", "WireBytes"]),
        tests(of: "StreamReassembly", uses: ["TestSupport", "PacketDecoding", "NetworkTypes", "WireBytes"]),
        tests(of: "CallTracking", uses: ["TestSupport", "SIPMessages", "SIPCatalogue", "NetworkTypes", "WireBytes"]),
        tests(
            of: "MessageFiltering",
            uses: ["TestSupport", "CallTracking", "SIPMessages", "SIPCatalogue", "NetworkTypes", "WireBytes"]
        ),
        tests(
            of: "RuleEvaluation",
            uses: [
                "TestSupport", "TestAnalysis", "Tallying", "CallTracking", "SIPMessages", "NetworkTypes", "WireBytes",
            ]
        ),
        tests(
            of: "ResponseRules",
            uses: [
                "TestSupport", "TestAnalysis", "Tallying", "RuleEvaluation", "CallTracking", "SIPCatalogue",
                "NetworkTypes",
                "PacketDecoding",
            ]
        ),
        tests(
            of: "Tallying",
            uses: ["TestSupport", "TestAnalysis", "RuleEvaluation", "CallTracking", "SIPCatalogue", "NetworkTypes"]
        ),
        tests(
            of: "AnalysisPipeline",
            uses: [
                "TestSupport", "TestAnalysis", "ResponseRules", "PacketCapture", "PacketDecoding", "Tallying",
                "RuleEvaluation", "CallTracking", "NetworkTypes", "WireBytes",
            ]
        ),
        tests(
            of: "Settings",
            uses: ["TestSupport", "ResponseRules", "RuleEvaluation", "SIPCatalogue", "NetworkTypes"]
        ),
        .testTarget(
            name: "SiptallyTests",
            dependencies: [
                "siptally", "Settings", "ResponseRules", "RuleEvaluation", "SIPCatalogue", "NetworkTypes",
                "TestSupport",
            ],
            swiftSettings: settings
        ),
        tests(
            of: "ReportRendering",
            uses: [
                "TestSupport", "MessageFiltering", "ResponseRules", "Tallying", "RuleEvaluation", "CallTracking",
                "SIPMessages", "SIPCatalogue", "StreamReassembly", "PacketDecoding", "NetworkTypes", "WireBytes",
            ],
            resources: [.copy("Goldens")]
        ),
    ]
)

// The library that `scripts/fuzz` builds instrumented, to link a program of libFuzzer for each target with it.
if Context.environment["SIPTALLY_FUZZ"] != nil {
    package.products = [.library(name: "Fuzzing", type: .static, targets: ["Fuzzing"])]
}
