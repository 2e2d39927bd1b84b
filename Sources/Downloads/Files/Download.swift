internal import Files
internal import Foundation
internal import Sky

/// Fetching public data sets under their documented names, so that a broken-off transfer goes on
/// where it stopped and no half-written file ever bears a final name.
public struct Download: Sendable {
  /// How far a transfer has come.
  public struct Progress: Sendable, Equatable {
    public let name: String
    /// The file's place among all, from 1.
    public let number: Int
    public let files: Int
    public let bytes: Int
    /// nil until the server has said how large the file is.
    public let total: Int?
  }

  /// What a download did.
  public struct Summary: Sendable, Equatable {
    /// Paths of all files, in the order asked for.
    public let paths: [String]
    public let fetched: Int
    /// Files that were there already.
    public let present: Int
    /// Bytes that were transferred.
    public let bytes: Int
  }

  public let files: [PublicFile]
  /// Addresses or folders, tried one after the other.
  public let origins: [String]
  /// How often a transfer is tried before giving up.
  public var attempts = 3
  /// Seconds before the second attempt; doubled for each further one.
  public var pause = 1.0

  /// Seconds in which fewer than 1,000 bytes a second end a try.
  public var timeout = 30.0

  /// The five-band frames of SDSS fields named RUN-CAMCOL-FIELD.
  ///
  /// - Parameter origin: another address or a folder in place of the SDSS archive.
  public static func sdss(_ fields: [String], from origin: String? = nil) throws -> Download {
    guard !fields.isEmpty else {
      throw SurveyError("no SDSS field was named; write RUN-CAMCOL-FIELD, such as 3918-3-213")
    }
    let archive = "https://data.sdss.org/sas/dr17/eboss/photoObj/frames/301"
    return Download(
      files: try fields.flatMap { try PublicFile.sdss($0) }, origins: [origin ?? archive])
  }

  /// The public catalogs of SDSS fields named RUN-CAMCOL-FIELD: one photoObj file a field.
  ///
  /// - Parameter sweeps: instead the calibObj files of the whole camera columns, which are large.
  public static func sdssCatalogs(
    _ fields: [String], sweeps: Bool = false, from origin: String? = nil
  ) throws -> Download {
    guard !fields.isEmpty else {
      throw SurveyError("no SDSS field was named; write RUN-CAMCOL-FIELD, such as 3918-3-213")
    }
    let archive =
      "https://data.sdss.org/sas/dr17/eboss/" + (sweeps ? "sweeps/dr13_final" : "photoObj")
    var files: [PublicFile] = []
    for field in fields {
      for file in sweeps ? try PublicFile.sdssSweeps(field) : [try PublicFile.sdssCatalog(field)]
      where !files.contains(file) {
        files.append(file)
      }
    }
    return Download(files: files, origins: [origin ?? archive])
  }

  /// The MNIST digits.
  public static func mnist(from origin: String? = nil) -> Download {
    let mirrors = [
      "https://ossci-datasets.s3.amazonaws.com/mnist",
      "https://storage.googleapis.com/cvdf-datasets/mnist",
    ]
    return Download(files: PublicFile.mnist, origins: origin.map { [$0] } ?? mirrors)
  }

  package init(files: [PublicFile], origins: [String]) {
    self.files = files
    self.origins = origins
  }

  /// Brings every file into `folder`; files that are there and genuine stay as they are.
  public func run(
    into folder: String, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> Summary {
    try Folder.create(folder)
    var (paths, fetched, bytes): ([String], Int, Int) = ([], 0, 0)
    for (index, file) in files.enumerated() {
      let path = "\(folder)/\(file.name)"
      paths.append(path)
      if FileManager.default.fileExists(atPath: path), file.fault(of: path) == nil { continue }
      bytes += try fetch(file, to: path) { done, total in
        progress(
          Progress(
            name: file.name, number: index + 1, files: files.count, bytes: done, total: total))
      }
      fetched += 1
    }
    return Summary(
      paths: paths, fetched: fetched, present: files.count - fetched, bytes: bytes)
  }

  /// Tries one origin after the other; the first one's failure is what is reported.
  private func fetch(
    _ file: PublicFile, to path: String, report: @escaping @Sendable (Int, Int?) -> Void
  ) throws -> Int {
    var failure: (any Error)?
    for origin in origins {
      do {
        let partial = path + ".partial"
        let transfer = Transfer(file: file, partial: partial, timeout: timeout, report: report)
        guard let address = Self.address(origin) else {
          let bytes = try transfer.copy(fromFolder: origin)
          try transfer.finish(as: path)
          return bytes
        }
        return try transfer.deliver(from: address, as: path, attempts: attempts, pause: pause)
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? SurveyError("cannot fetch \(file.name): no address was given; name one")
  }

  /// The origin as a web address; nil where it names a folder.
  private static func address(_ origin: String) -> URL? {
    guard let url = URL(string: origin), ["http", "https"].contains(url.scheme?.lowercased())
    else { return nil }
    return url
  }
}
