internal import ArgumentParser
internal import Console
internal import FITS
internal import Files
internal import Foundation

/// `galaxy-aep verify FILES…`: whether FITS files are as they were written.
struct Verify: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check FITS files by the checksums they carry.",
    discussion: """
      Reads every unit (HDU) of every file and compares it with its CHECKSUM and DATASUM: ok, wrong, or \
      absent where it carries none. What is not as the standard wants it is told besides. Exit code 1 \
      where a file is wrong or cannot be read.

      The program's own sets and tables carry checksums, and every command that uses them checks them \
      by itself.

      Example: galaxy-aep verify cutouts scores.fits frames/*.fits.bz2
      """)

  @Argument(help: "FITS files, or folders that hold them.", completion: .file())
  var files: [String]

  var reads: [Artifact] { .all(.file, files) }
  var writes: [Artifact] { [] }

  func run() throws {
    let paths = try files.flatMap(Self.files(at:))
    var faults = 0
    for path in paths {
      do throws(FITSError) {
        if try !verify(path) { faults += 1 }
      } catch {
        faults += 1
        Terminal.shared.answer(
          "\(VisibleText.plain(path)): \(VisibleText.plain(error.description))")
      }
    }
    guard faults == 0 else {
      throw CommandFailure(
        "\(faults) of \(paths.count) file\(paths.count == 1 ? "" : "s") not as written; restore or "
          + "make them again")
    }
  }

  /// Says what is found; answers whether nothing is wrong.
  private func verify(_ path: String) throws(FITSError) -> Bool {
    let file = try FITSFile(reading: path)
    var isSound = true
    for unit in 0..<file.unitCount {
      let verdict = file.checksumVerdict(of: unit)
      if verdict == .wrong { isSound = false }
      let word =
        switch verdict {
        case .correct: "ok"
        case .wrong: "wrong"
        case .absent: "absent"
        }
      Terminal.shared.answer(VisibleText.plain("\(path): \(file.title(of: unit)): \(word)"))
    }
    for remark in file.remarks { Terminal.shared.answer(VisibleText.plain("\(remark)")) }
    return isSound
  }

  /// The file itself, or the FITS files in a folder.
  private static func files(at path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return [path] }
    let names = try Folder.names(in: path).filter {
      $0.lowercased().wholeMatch(of: /.+\.(fits?|fts)(\.(gz|bz2|fz))?/) != nil
    }
    guard !names.isEmpty else {
      throw CommandFailure("the folder \(path) holds no FITS files; name another")
    }
    return names.map { FileName.path(of: $0, in: path) }
  }
}
