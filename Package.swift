// swift-tools-version: 6.1
import PackageDescription

/// The house, floor by floor: an arrow only ever points down (docs/map.md draws it).
let swift6: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let kernelFlags = ["-O3", "-fno-math-errno", "-ffp-contract=off"]

func library(_ name: String, uses: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: swift6)
}

/// Tests read their fixtures beside the source file, so SwiftPM need not know them.
func tests(of name: String, uses: [Target.Dependency] = [], fixtures: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + uses, exclude: fixtures,
    swiftSettings: swift6)
}

func system(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
  name: "galaxy-aep",
  products: [.executable(name: "galaxy-aep", targets: ["galaxy-aep"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // Floor 3: what a user types.
    .executableTarget(name: "galaxy-aep", dependencies: ["Commands"], swiftSettings: swift6),
    library(
      "Commands",
      uses: [
        "Explorer", "Reports", "Pipelines", "Teaching", "Judging", "Labels", "Tables",
        "StarGalaxy", "Segments", "Ingestion", "Cutouts", "Sources", "Frames", "Surveys",
        "Planes", "Catalogs", "Sky", "Pictures",
        "Simulation", "Downloads", "Networks", "Clusters", "Charts", "FITS", "Tensors", "Ranks",
        "Console", "Files",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Floor 2, a run to move in, on a page of this machine.
    .target(
      name: "Explorer",
      dependencies: [
        "Reports", "Judging", "Tables", "Cutouts", "Catalogs", "Networks", "Clusters", "Charts",
        "Sky", "FITS", "Tensors", "Console", "Files",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ], resources: [.embedInCode("page")], swiftSettings: swift6),

    // Floor 2, what a run was and what came of it, for a person.
    library(
      "Reports",
      uses: [
        "Judging", "Labels", "Pipelines", "Tables", "Segments", "Cutouts", "Planes", "Catalogs",
        "Networks", "Clusters", "Charts", "Sky", "FITS", "Tensors", "Console", "Files",
      ]),

    // Floor 2, the steps of a run; whoever reads command lines is handed in.
    library(
      "Pipelines",
      uses: [
        "Cutouts", "Networks", "Charts", "FITS", "Tensors", "Ranks", "Console", "Files", "Yams",
        "CAttributes",
      ]),

    // Floor 2, scores and labels side by side.
    library(
      "Judging",
      uses: [
        "Labels", "Tables", "Segments", "Catalogs", "Clusters", "Sky", "FITS", "Tensors", "Console",
        "Files",
      ]),

    // Floor 2, what labels teach.
    library(
      "Teaching",
      uses: [
        "Labels", "Tables", "Segments", "Cutouts", "Networks", "Clusters", "Sky", "FITS", "Tensors",
        "Console", "Files",
      ]),

    // Floor 2, the tables between steps.
    library(
      "Tables",
      uses: [
        "StarGalaxy", "Cutouts", "Sources", "Networks", "Clusters", "Sky", "FITS", "Tensors",
        "Ranks", "Console", "Files",
      ]),

    // Floor 2, labels: the only types that read a class.
    library("Labels", uses: ["Catalogs", "Sky", "FITS", "Files"]),

    // Floor 2, the label-free classifier: it cannot see a class.
    library("StarGalaxy", uses: ["Clusters", "Tensors", "Ranks"]),

    // Floor 2, from frames to cutouts, each above the next.
    library(
      "Ingestion",
      uses: [
        "Cutouts", "Sources", "Frames", "Surveys", "Planes", "Catalogs", "Sky", "FITS", "Tensors",
        "Ranks", "Files",
      ]),
    library(
      "Segments",
      uses: [
        "Cutouts", "Sources", "Frames", "Surveys", "Planes", "Sky", "FITS", "Tensors", "Files",
      ]),
    library("Cutouts", uses: ["Sources", "Planes", "Sky", "FITS", "Tensors", "Ranks", "Files"]),
    library("Sources", uses: ["Frames", "Planes", "Sky", "FITS", "Tensors", "Ranks", "Files"]),
    library("Frames", uses: ["Surveys", "Planes", "Sky", "FITS", "Tensors", "Files"]),
    library("Planes", uses: ["Sky", "Tensors", "Files", "CSEP"]),
    library("Catalogs", uses: ["Sky", "FITS", "Files"]),
    .target(
      name: "Surveys", dependencies: ["Sky", "Yams"], resources: [.embedInCode("surveys")],
      swiftSettings: swift6),
    library("Sky"),

    // Floor 2, beside them.
    library("Pictures", uses: ["Cutouts", "Sky", "FITS", "Tensors", "Files"]),
    library("Simulation", uses: ["Sky", "FITS", "Tensors", "Files"]),
    library("Downloads", uses: ["Sky", "FITS", "Files"]),
    library("Networks", uses: ["Tensors", "Ranks", "Files"]),
    library("Clusters", uses: ["Tensors", "Ranks", "COpenBLAS", "CXGBoost"]),

    // Floor 1: one library around each family of C libraries.
    library("FITS", uses: ["Files", "CKernels", "CFITSIO", "CWCS"]),
    library("Tensors", uses: ["Files", "CKernels", "COpenBLAS"]),
    library("Ranks", uses: ["CMPI"]),
    library("Charts", uses: ["Files", "CCairo", "CPNG"]),
    library("Console", uses: ["Files"]),

    // Floor 0: files on disk and the C libraries.
    library("Files", uses: ["CMappings", "CZlib", "CDeflate"]),
    .target(name: "CMappings"),
    // MPI is loaded while the program runs: nothing of it is needed to build.
    .target(name: "CMPI", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CKernels",
      cSettings: [.unsafeFlags(kernelFlags)]),
    system("CFITSIO", pkgConfig: "cfitsio", apt: "libcfitsio-dev"),
    system("CWCS", pkgConfig: "wcslib", apt: "wcslib-dev"),
    system("CSEP", apt: "libsep-dev"),
    system("COpenBLAS", pkgConfig: "openblas", apt: "libopenblas-dev"),
    system("CXGBoost", apt: "libxgboost-dev"),
    system("CCairo", pkgConfig: "cairo", apt: "libcairo2-dev"),
    system("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    system("CDeflate", apt: "libdeflate-dev"),
    system("CBZip2", apt: "libbz2-dev"),
    system("CAttributes", apt: "libc6-dev"),

    .target(
      name: "TestSupport",
      dependencies: ["Ingestion", "Cutouts", "Planes", "Sky", "FITS", "Tensors", "Ranks", "Files"],
      path: "Tests/TestSupport", swiftSettings: swift6),
    tests(
      of: "Commands",
      uses: [
        "Reports", "Pipelines", "Labels", "Tables", "Cutouts", "Networks", "Charts", "FITS",
        "Tensors", "Console", "Files", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    tests(of: "Explorer", uses: ["Tables", "Sky", "FITS", "Tensors", "Files", "TestSupport"]),
    tests(
      of: "Reports",
      uses: ["Judging", "Pipelines", "Tables", "FITS", "Console", "Files", "TestSupport"]),
    tests(of: "Pipelines", uses: ["Console", "Files", "TestSupport"]),
    tests(
      of: "Tables",
      uses: ["Clusters", "Tensors", "Ranks", "Sky", "FITS", "Console", "Files", "TestSupport"]),
    tests(of: "Console"),
    tests(
      of: "Judging",
      uses: ["Labels", "Tables", "Catalogs", "Clusters", "Sky", "FITS", "Tensors", "TestSupport"]),
    tests(
      of: "Teaching",
      uses: [
        "Labels", "Segments", "Simulation", "Cutouts", "Catalogs", "Networks", "Clusters", "Sky",
        "Tensors", "Files", "TestSupport",
      ]),
    tests(of: "Labels", uses: ["Simulation", "Sky", "FITS", "Files", "TestSupport"]),
    tests(
      of: "Segments",
      uses: [
        "Simulation", "Ingestion", "Cutouts", "Frames", "Planes", "Sky", "FITS", "Tensors", "Files",
        "TestSupport",
      ]),
    tests(
      of: "Ingestion",
      uses: [
        "Labels", "Cutouts", "Sources", "Frames", "Planes", "Catalogs", "Sky", "FITS", "Tensors",
        "Ranks", "Files", "TestSupport",
      ]),
    tests(
      of: "Cutouts",
      uses: [
        "Ingestion", "Pictures", "Sources", "Planes", "FITS", "Tensors", "Files", "TestSupport",
      ]),
    tests(
      of: "Sources",
      uses: [
        "Ingestion", "Simulation", "Cutouts", "Frames", "Planes", "Sky", "FITS", "Tensors", "Ranks",
        "Files", "TestSupport",
      ]),
    tests(of: "Frames", uses: ["Surveys", "Planes", "FITS", "Tensors", "Files", "TestSupport"]),
    tests(of: "Surveys", uses: ["Sky", "TestSupport"]),
    tests(of: "Planes", uses: ["Sky", "Tensors", "TestSupport"]),
    tests(of: "Catalogs", uses: ["Labels", "Sky", "FITS", "Files", "TestSupport"]),
    tests(of: "Sky", uses: ["Tensors"]),
    tests(of: "Pictures", uses: ["Labels", "Cutouts", "FITS", "Tensors", "Files", "TestSupport"]),
    tests(of: "Simulation", uses: ["Sky", "FITS", "Tensors", "TestSupport"]),
    tests(of: "Downloads", uses: ["Catalogs", "Sky", "TestSupport"]),
    tests(
      of: "Networks", uses: ["Tensors", "Ranks", "Files", "TestSupport"], fixtures: ["Fixtures"]),
    tests(of: "StarGalaxy", uses: ["Clusters", "Tensors", "Ranks", "TestSupport"]),
    tests(of: "Clusters", uses: ["Tensors", "Ranks", "TestSupport"]),
    tests(of: "FITS", uses: ["Files", "TestSupport"]),
    tests(of: "Ranks", uses: ["TestSupport"]),
    tests(of: "Tensors", uses: ["CKernels", "CWideKernels"]),
    // AVX-512's code for processors without it: in no product.
    .target(
      name: "CWideKernels", dependencies: ["CKernels"], path: "Tests/WideKernels",
      cSettings: [
        .headerSearchPath("../../Sources/CKernels"), .unsafeFlags(kernelFlags),
      ]),
    tests(of: "Charts", uses: ["Files"]),
    tests(of: "Files", uses: ["CBZip2"]),
  ],
  swiftLanguageModes: [.v6]
)
