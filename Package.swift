// swift-tools-version: 6.2
import PackageDescription

// One folder, one role, one import rule: docs/architecture.md has the table, and
// `make check` builds with the explicit import check that keeps it true.
let package = Package(
  name: "kolsite",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "kolsite", targets: ["kolsite"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // The command and the workflows.
    .executableTarget(
      name: "kolsite",
      dependencies: [
        "Pipeline", "ArchiveTools", "CommandSupport", "Faults", "Libraries", "Model", "Serving", "Markup",
        "Secrets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "Pipeline",
      dependencies: [
        "Loading", "Fetching", "Archiving", "Reporting", "Rendering", "Publishing", "CommandSupport",
        "Faults", "Model",
        "Replies", "Files", "HTTP", "Secrets",
      ]),
    .target(
      name: "ArchiveTools",
      dependencies: [
        "Archiving", "Reporting", "CommandSupport", "Spreadsheets", "Files", "Markup", "Model",
      ]),
    .target(name: "CommandSupport", dependencies: ["Files", "Model"]),
    .target(
      name: "Libraries",
      dependencies: ["Archiving", "CommonMark", "Files", "HTMLTree", "HTTP", "Replies", "Spreadsheets"]),

    // The stages. They never import each other.
    .target(
      name: "Loading",
      dependencies: ["Faults", "Model", "Files", "Images", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Fetching",
      dependencies: ["Model", "Replies", "HTTP", "Secrets"]),
    .target(name: "Archiving", dependencies: ["Model", "Replies", "Files", "Images", "Markup", "CDeflate"]),
    .target(name: "Reporting", dependencies: ["Model"]),
    .target(
      name: "Rendering",
      dependencies: ["Model", "Templating", "CommonMark", "SVGCharts", "Markup", "Spreadsheets"],
      resources: [.embedInCode("Templates")]),
    .target(name: "Publishing", dependencies: ["Model", "Files", "Markup", "Secrets"]),
    .target(
      name: "Serving",
      dependencies: ["Faults", "Markup", "Model", .product(name: "FlyingSocks", package: "FlyingFox")],
      resources: [.embedInCode("Resources")]),

    // Measures the built program; `make soak` and `make benchmark` run it.
    .executableTarget(
      name: "Benchmarks", dependencies: ["Archiving", "Faults", "Files", "Model", "Serving", "Baselines"],
      path: "Benchmarks", exclude: ["Baselines"]),
    .target(
      name: "Baselines", dependencies: ["CDeflate"], path: "Benchmarks/Baselines",
      linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("dl", .when(platforms: [.linux]))]),

    // What the stages share.
    .target(name: "Model", resources: [.embedInCode("Resources")]),
    .target(name: "Faults", dependencies: ["Model"]),
    .target(name: "Replies", dependencies: ["Model", "CSimdjson"]),
    .target(name: "Files", dependencies: ["CFiles", "CCrypto"]),
    .target(name: "Templating", dependencies: ["Model", "CommonMark", "HTMLTree", "Markup"]),
    .target(name: "SVGCharts", dependencies: ["Markup"]),
    .target(
      name: "CommonMark", dependencies: ["Markup", "CCmark"],
      swiftSettings: [.strictMemorySafety()]),
    .target(name: "HTMLTree", dependencies: ["CGumbo"], swiftSettings: [.strictMemorySafety()]),
    .target(name: "Markup"),
    .target(name: "Images"),
    .target(name: "Secrets"),
    .target(name: "HTTP", dependencies: ["CCurl"], swiftSettings: [.strictMemorySafety()]),
    .target(name: "Spreadsheets", dependencies: ["CXlsxwriter", "Markup"]),

    // C and C++, each behind one Swift target.
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CXlsxwriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .target(
      name: "CSimdjson", cxxSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))],
      linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CGumbo", linkerSettings: [.linkedLibrary("gumbo")]),
    .target(name: "CFiles"),

    // One test target for each target, and one that runs the built program.
    .target(
      name: "TestSupport", dependencies: ["Serving", .product(name: "FlyingSocks", package: "FlyingFox")],
      path: "Tests/TestSupport"),
    .testTarget(name: "ModelTests", dependencies: ["Model"]),
    .testTarget(name: "RepliesTests", dependencies: ["Replies", "Model"], exclude: ["Examples"]),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "SpreadsheetsTests", dependencies: ["Spreadsheets"]),
    .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
    .testTarget(name: "SVGChartsTests", dependencies: ["SVGCharts", "Markup"], exclude: ["Golden"]),
    .testTarget(name: "SecretsTests", dependencies: ["Secrets"]),
    .testTarget(name: "ImagesTests", dependencies: ["Images"]),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"]),
    .testTarget(name: "CommonMarkTests", dependencies: ["CommonMark", "Markup"]),
    .testTarget(name: "HTMLTreeTests", dependencies: ["HTMLTree"]),
    .testTarget(
      name: "TemplatingTests", dependencies: ["Templating", "CommonMark", "HTMLTree", "Markup", "Model"]),
    .testTarget(name: "LoadingTests", dependencies: ["Loading", "Faults", "Model"]),
    .testTarget(
      name: "FetchingTests",
      dependencies: ["Fetching", "HTTP", "Replies", "Secrets", "Model", "TestSupport"]),
    .testTarget(
      name: "ArchivingTests", dependencies: ["Archiving", "Replies", "Files", "Model"], exclude: ["Golden"]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "Model"]),
    .testTarget(name: "RenderingTests", dependencies: ["Rendering", "Reporting", "Model", "Markup"]),
    .testTarget(name: "PublishingTests", dependencies: ["Publishing", "Files", "Model", "Secrets"]),
    .testTarget(name: "ServingTests", dependencies: ["Serving", "Faults", "Images", "Model"]),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Pipeline", "Archiving", "CommandSupport", "HTTP", "Model", "Publishing", "Reporting", "Secrets",
      ]),
    .testTarget(name: "ArchiveToolsTests", dependencies: ["ArchiveTools", "Model"]),
    .testTarget(name: "CommandSupportTests", dependencies: ["CommandSupport", "Model"]),
    .testTarget(name: "LibrariesTests", dependencies: ["Libraries"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["kolsite", "Archiving", "Faults", "Files", "Serving", "Model", "TestSupport"]),
  ],
  cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      .treatAllWarnings(as: .error),
    ]
}

// What every byte goes through is optimized in debug builds, too: the tests build whole sites, and take half the time.
let optimized: Set = [
  "Archiving", "CommonMark", "Files", "HTMLTree", "Markup", "Publishing", "Replies", "Secrets", "SVGCharts",
  "Secrets", "Templating",
]
for target in package.targets where optimized.contains(target.name) {
  target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}
