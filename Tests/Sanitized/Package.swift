// swift-tools-version: 6.1
import PackageDescription

/// What reads files that anybody may have written, with its tests, and `mutants`, which gives all of it changed files;
/// for scripts/sanitize and scripts/torture, which build it with AddressSanitizer beside links to Sources and Tests.
let swift6: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func library(_ name: String, uses: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: swift6)
}

func tests(of name: String, uses: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + uses, swiftSettings: swift6)
}

let package = Package(
  name: "galaxy-aep",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
  targets: [
    .executableTarget(
      name: "mutants",
      dependencies: [
        "Reports", "Pipelines", "Teaching", "Judging", "Labels", "Tables", "Ingestion", "Cutouts",
        "Frames", "Surveys", "Planes", "Catalogs", "Pictures", "Networks", "Charts", "FITS",
        "Tensors", "Files",
      ], path: "Tests/Torture/Mutants", swiftSettings: swift6),
    library(
      "Reports",
      uses: [
        "Judging", "Labels", "Pipelines", "Tables", "Cutouts", "Planes", "Catalogs", "Networks",
        "Clusters", "Charts", "FITS", "Tensors", "Console", "Files",
      ]),
    library(
      "Pipelines",
      uses: [
        "Cutouts", "Networks", "Charts", "FITS", "Tensors", "Ranks", "Console", "Files", "Yams",
        "CAttributes",
      ]),
    library(
      "Judging",
      uses: [
        "Labels", "Tables", "Segments", "Catalogs", "Clusters", "Sky", "FITS", "Tensors", "Console",
        "Files",
      ]),
    library(
      "Teaching",
      uses: [
        "Labels", "Tables", "Segments", "Cutouts", "Networks", "Clusters", "Sky", "FITS", "Tensors",
        "Console", "Files",
      ]),
    library(
      "Tables",
      uses: [
        "StarGalaxy", "Cutouts", "Sources", "Networks", "Clusters", "Sky", "FITS", "Tensors",
        "Ranks", "Console", "Files",
      ]),
    library("StarGalaxy", uses: ["Clusters", "Tensors", "Ranks"]),
    library("Pictures", uses: ["Cutouts", "Sky", "FITS", "Tensors", "Files"]),
    library(
      "Segments",
      uses: [
        "Cutouts", "Sources", "Frames", "Surveys", "Planes", "Sky", "FITS", "Tensors", "Files",
      ]),
    library("Networks", uses: ["Tensors", "Ranks", "Files"]),
    library("Clusters", uses: ["Tensors", "Ranks", "COpenBLAS", "CXGBoost"]),
    library("Charts", uses: ["Files", "CCairo", "CPNG"]),
    library("Console", uses: ["Files"]),
    library("Labels", uses: ["Catalogs", "Sky", "FITS", "Files"]),
    library(
      "Ingestion",
      uses: [
        "Cutouts", "Sources", "Frames", "Surveys", "Planes", "Catalogs", "Sky", "FITS", "Tensors",
        "Ranks", "Files",
      ]),
    library("Cutouts", uses: ["Sources", "Planes", "Sky", "FITS", "Tensors", "Ranks", "Files"]),
    library("Sources", uses: ["Frames", "Planes", "Sky", "FITS", "Tensors", "Ranks", "Files"]),
    library("Frames", uses: ["Surveys", "Planes", "Sky", "FITS", "Tensors", "Files"]),
    library("Planes", uses: ["Sky", "Tensors", "Files", "CSEP"]),
    library("Catalogs", uses: ["Sky", "FITS", "Files"]),
    .target(
      name: "Surveys", dependencies: ["Sky", "Yams"], resources: [.embedInCode("surveys")],
      swiftSettings: swift6),
    library("Sky", uses: []),
    library("FITS", uses: ["Files", "CKernels", "CFITSIO", "CWCS"]),
    library("Tensors", uses: ["Files", "CKernels", "COpenBLAS"]),
    library("Files", uses: ["CMappings", "CZlib", "CDeflate"]),
    library("Ranks", uses: ["CMPI"]),
    .target(name: "CMappings"),
    .target(name: "CMPI", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CKernels",
      cSettings: [
        // Their own run sanitizes them.
        .unsafeFlags(["-O1", "-fno-sanitize=address", "-fno-math-errno", "-ffp-contract=off"])
      ]),
    .systemLibrary(name: "CFITSIO", pkgConfig: "cfitsio"),
    .systemLibrary(name: "CWCS", pkgConfig: "wcslib"),
    .systemLibrary(name: "CSEP"),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CDeflate"),
    .systemLibrary(name: "CBZip2"),
    .systemLibrary(name: "CXGBoost"),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo"),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng"),
    .systemLibrary(name: "CAttributes"),
    .target(
      name: "TestSupport",
      dependencies: ["Ingestion", "Cutouts", "Planes", "Sky", "FITS", "Tensors", "Ranks", "Files"],
      path: "Tests/TestSupport", swiftSettings: swift6),
    tests(
      of: "Ingestion",
      uses: [
        "Labels", "Cutouts", "Sources", "Frames", "Planes", "Catalogs", "Sky", "FITS", "Tensors",
        "Ranks", "Files", "TestSupport",
      ]),
    tests(of: "Catalogs", uses: ["Labels", "Sky", "FITS", "Files", "TestSupport"]),
    tests(of: "FITS", uses: ["Files", "TestSupport"]),
    tests(of: "Files", uses: ["CBZip2"]),
  ],
  swiftLanguageModes: [.v6]
)
