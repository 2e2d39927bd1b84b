package import FITS
package import Files
internal import Synchronization

/// Files of which several planes are read: each is unpacked once, by whoever comes first, and
/// forgotten with its last plane.
package final class SharedFiles: Sendable {
  private final class Entry: Sendable {
    let contents: Mutex<FileContents?>

    init(_ contents: FileContents? = nil) { self.contents = Mutex(contents) }
  }

  private struct Shared {
    var entry = Entry()
    /// How often the file will be opened yet.
    var uses = 0
  }

  private let files: Mutex<[String: Shared]>
  private let noted = Mutex<[FileRemark]>([])

  /// What is to be said of the files opened so far, each remark once.
  package var remarks: [FileRemark] {
    noted.withLock { $0.sorted { $0.description < $1.description } }
  }

  package func note(_ remarks: [FileRemark]) {
    noted.withLock { noted in noted += remarks.filter { !noted.contains($0) } }
  }

  /// - Parameter paths: a file's path for every time that it will be opened.
  package init(_ paths: [String]) {
    var files: [String: Shared] = [:]
    for path in paths { files[path, default: Shared()].uses += 1 }
    self.files = Mutex(files.filter { $1.uses > 1 })
  }

  /// A file that is open already, for as often as anybody wants it.
  package init(_ file: borrowing FITSFile) {
    let shared = Shared(entry: Entry(file.contents), uses: .max)
    files = Mutex([file.path: shared])
  }

  package func open(_ path: String) throws(FITSError) -> FITSFile {
    let file = try openQuietly(path)
    note(file.remarks)
    return file
  }

  private func openQuietly(_ path: String) throws(FITSError) -> FITSFile {
    let entry = files.withLock { files -> Entry? in
      guard var shared = files[path] else { return nil }
      shared.uses -= 1
      files[path] = shared.uses > 0 ? shared : nil
      return shared.entry
    }
    guard let entry else { return try FITSFile(reading: path) }
    let outcome = entry.contents.withLock { contents in
      Result { () throws(FITSError) in
        if let contents { return contents }
        let file = try FITSFile(reading: path)
        contents = file.contents
        return file.contents
      }
    }
    return try FITSFile(outcome.get())
  }
}

extension BandPlanes {
  /// A path for every plane.
  var paths: [String] { [image, weight, mask].compactMap { $0?.path } }
}
