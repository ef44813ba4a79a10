// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// A target in the folder of its layer: `Sources/<layer>/<name>`.
func module(_ layer: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/\(layer)/\(name)", swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, swiftSettings: settings)
}

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioConcurrency: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "lockstep",
  products: [
    .executable(name: "lockstep", targets: ["lockstep"]),
    .executable(name: "lockstep-bench", targets: ["lockstep-bench"]),
    .executable(name: "lockstep-fault-proxy", targets: ["lockstep-fault-proxy"]),
    .executable(name: "lockstep-simulate", targets: ["lockstep-simulate"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(
      name: "CSimulatedDisk", dependencies: ["CSQLite"], path: "Sources/Testing/CSimulatedDisk"),
    .systemLibrary(
      name: "CGMime", path: "Sources/System/CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
    .systemLibrary(
      name: "CSQLite", path: "Sources/System/CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CXML2", path: "Sources/System/CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    module("Model", "CRMModel"),
    module("Formats", "MIME", ["CGMime", crypto]),
    module("Formats", "XML", ["CXML2"]),
    module("Wire", "LineProtocol"),
    module("Wire", "SASL"),
    module("Wire", "EWSWire", ["XML", "LineProtocol"]),
    module("Wire", "AutodiscoverWire", ["XML"]),
    module("Wire", "POP3Wire", ["SASL", "LineProtocol"]),
    module("Wire", "SMTPWire", ["SASL", "LineProtocol"]),
    module("Connectors", "Transport", ["CRMModel", nioCore, nioPosix, nioTLS, nioSSL]),
    module(
      "Connectors", "Connectors",
      ["CRMModel", "MIME", "LineProtocol", "SASL", "POP3Wire", "SMTPWire", "Transport", crypto]),
    module("Engine", "SyncEngine", ["CRMModel", crypto]),
    module("Engine", "Advisor", ["CRMModel"]),
    module("Stores", "SQLStore", ["CRMModel", "CSQLite", nioConcurrency, crypto]),
    module("Testing", "Simulators", [nioCore, nioPosix, nioConcurrency]),
    module("Testing", "MailGeneration"),
    module("Testing", "FaultProxy", [nioCore, nioPosix]),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "CRMModel", "MIME", "XML", "LineProtocol", "SASL", "POP3Wire", "SMTPWire", "EWSWire", "AutodiscoverWire",
        "SyncEngine",
      ],
      path: "Fuzz/Targets", swiftSettings: settings),
    module(
      "Testing", "Simulation",
      ["CSimulatedDisk", "CRMModel", "Connectors", "SyncEngine", "SQLStore", "MailGeneration"]),
    .executableTarget(
      name: "lockstep-simulate", dependencies: ["Simulation", "CRMModel", argumentParser],
      path: "Sources/Testing/lockstep-simulate", swiftSettings: settings),
    module(
      "App", "LockstepServer",
      [
        "CRMModel", "Connectors", "Transport", "SyncEngine", "Advisor", "SQLStore", "Simulators", "MailGeneration",
        crypto, cryptoExtras,
      ]),
    tests("SimulationTests", ["Simulation", "CRMModel", "SQLStore"]),
    tests("TidyTests", [], exclude: ["exceptions.txt"]),
    tests("MIMETests", ["MIME", "CGMime", "MailGeneration", crypto], exclude: ["oracle.py", "Expectations"]),
    tests("XMLTests", ["XML"]),
    tests("EWSWireTests", ["EWSWire", "XML"]),
    tests("AutodiscoverWireTests", ["AutodiscoverWire", "XML"]),
    tests("LineProtocolTests", ["LineProtocol"]),
    tests("SASLTests", ["SASL"]),
    tests("POP3WireTests", ["POP3Wire", "SASL", "LineProtocol"]),
    tests("SMTPWireTests", ["SMTPWire", "SASL", "LineProtocol"]),
    tests("CRMModelTests", ["CRMModel"], exclude: ["Facts"]),
    tests("SQLStoreTests", ["SQLStore", "CRMModel", nioConcurrency], exclude: ["Facts"]),
    tests("AdvisorTests", ["Advisor", "CRMModel"], exclude: ["Facts"]),
    tests("SyncEngineTests", ["SyncEngine", "SQLStore", "CRMModel", nioConcurrency]),
    tests("ConnectorsTests", ["Connectors", "CRMModel", nioConcurrency]),
    tests("TransportTests", ["Transport", "CRMModel", nioCore, nioPosix, nioTLS, nioSSL]),
    tests(
      "LimitTests",
      ["LineProtocol", "SASL", "POP3Wire", "SMTPWire", "XML", "EWSWire", "SyncEngine", "CRMModel", "MIME"]),
    tests("FuzzTests", ["FuzzTargets"], exclude: ["Regressions"]),
    tests("LockstepServerTests", ["LockstepServer", "SyncEngine", "Advisor", "CRMModel", nioConcurrency]),
    tests("FaultProxyTests", ["FaultProxy", nioCore, nioPosix]),
    .executableTarget(
      name: "lockstep-fault-proxy", dependencies: ["FaultProxy", argumentParser],
      path: "Sources/App/lockstep-fault-proxy", swiftSettings: settings),
    .executableTarget(
      name: "lockstep-bench",
      dependencies: ["MIME", "MailGeneration", "CRMModel", "SQLStore", "SyncEngine", nioConcurrency],
      path: "Sources/Testing/Bench",
      swiftSettings: settings),
    .executableTarget(
      name: "lockstep",
      dependencies: [
        "LockstepServer", "Connectors", "SyncEngine", "Advisor", "CRMModel", argumentParser, nioConcurrency,
      ],
      path: "Sources/App/lockstep",
      swiftSettings: settings),
  ]
)

// Two smaller packages in the same place. The sanitizers build everything once more with their own instructions, so
// they get no more than they run: `scripts/sanitize` and `scripts/fuzz` set these variables.
@MainActor func keep(_ names: Set<String>, dependencies: Set<String>) {
  package.products = []
  package.targets.removeAll { !names.contains($0.name) }
  package.dependencies.removeAll { dependency in
    guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
    return !dependencies.contains { location.hasSuffix("/" + $0) }
  }
}

if Context.environment["LOCKSTEP_VIEW"] == "core" {
  // Without doors and application, and of the tests only those of code that has more than one thread.
  var left: Set = [
    "LockstepServer", "lockstep", "Simulation", "TidyTests", "FuzzTargets", "FuzzTests", "MIMETests",
    "LineProtocolTests", "SASLTests", "POP3WireTests", "SMTPWireTests", "XMLTests", "EWSWireTests",
    "AutodiscoverWireTests", "LimitTests", "CRMModelTests", "Advisor",
    "AdvisorTests",
  ]
  for target in package.targets {
    if target.type == .executable { left.insert(target.name) }
    let needsOneLeft = target.dependencies.contains { dependency in
      if case .byNameItem(let name, _) = dependency { left.contains(name) } else { false }
    }
    if needsOneLeft { left.insert(target.name) }
  }
  keep(
    Set(package.targets.map(\.name)).subtracting(left), dependencies: ["swift-nio", "swift-nio-ssl", "swift-crypto"])
} else if Context.environment["LOCKSTEP_FUZZ"] == "1" {
  // Parsers and protocol cores, and the driver, which links only with the flags of `scripts/fuzz`.
  package.targets.append(
    .executableTarget(name: "fuzz", dependencies: ["FuzzTargets"], path: "Fuzz/Driver", swiftSettings: settings))
  keep(
    [
      "CGMime", "CXML2", "CRMModel", "MIME", "XML", "LineProtocol", "SASL", "POP3Wire", "SMTPWire", "EWSWire",
      "AutodiscoverWire", "SyncEngine", "FuzzTargets", "fuzz",
    ], dependencies: ["swift-crypto"])
}
