internal import ArgumentParser
internal import Console
internal import Downloads
internal import Foundation
internal import Synchronization

/// `galaxy-aep download sdss|catalog|mnist`: public data from its public home.
struct DownloadData: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "download",
    abstract:
      "Fetch public data under its documented names: SDSS frames and catalogs, the MNIST digits.",
    discussion: "A transfer that broke off goes on where it stopped; files are checked.",
    subcommands: [DownloadSDSS.self, DownloadCatalog.self, DownloadMNIST.self])
}

/// Where downloads come from and go to.
struct TransferOptions: ParsableArguments {
  @Option(
    help: "Another address, or a folder, to take the files from. Default: their public home.",
    completion: .directory)
  var from: String?

  @Option(help: "The folder for the files.", completion: .directory)
  var out = "."

  @Option(
    "How long a server may send next to nothing (fewer than 1,000 bytes a second) before a try ends.",
    in: 1...3600, "seconds")
  var timeout = 30.0

  func run(_ download: Download) throws {
    var download = download
    download.timeout = timeout
    let chosen = download
    let total = download.files.count
    let bar = Mutex(ProgressBar("download", total: total, unit: "files"))
    let summary = try chosen.run(into: out) { progress in
      let size = progress.total.map { " of \($0 / 1000) kB" } ?? ""
      let detail = "\(progress.name) \(progress.bytes / 1000)\(size)"
      bar.withLock { $0.update(progress.number - 1, detail: detail) }
    }
    bar.withLock { $0.finish() }
    Terminal.shared.say(
      "\(summary.fetched) fetched, \(summary.present) there already, \(summary.bytes / 1000) kB in "
        + out)
  }
}

struct DownloadSDSS: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sdss", abstract: "The five-band frames of SDSS fields.",
    discussion: "Example: galaxy-aep download sdss 3918-3-213 1035-6-17 --out frames")

  @Argument(help: "Fields as RUN-CAMCOL-FIELD.")
  var fields: [String]

  @OptionGroup var transfer: TransferOptions

  func run() throws {
    try transfer.run(try Download.sdss(fields, from: transfer.from))
  }
}

struct DownloadCatalog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "The photometric catalogs of SDSS fields (photoObj).",
    discussion: """
      The files hold RA, DEC and OBJC_TYPE (3 galaxy, 6 star), which `evaluate --catalog` and \
      `ingest --catalog` understand as they are.

      Example: galaxy-aep download catalog 3918-3-213 --out catalogs
      """)

  @Argument(help: "Fields as RUN-CAMCOL-FIELD.")
  var fields: [String]

  @Flag(
    help: "The calibObj files of the fields' whole camera columns instead (hundreds of megabytes).")
  var sweeps = false

  @OptionGroup var transfer: TransferOptions

  func run() throws {
    try transfer.run(try Download.sdssCatalogs(fields, sweeps: sweeps, from: transfer.from))
  }
}

struct DownloadMNIST: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mnist", abstract: "The four files of the MNIST digits, checked by MD5.",
    discussion: "Example: galaxy-aep download mnist --out mnist")

  @OptionGroup var transfer: TransferOptions

  func run() throws {
    try transfer.run(Download.mnist(from: transfer.from))
  }
}
