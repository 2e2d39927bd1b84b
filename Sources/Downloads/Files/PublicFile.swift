internal import FITS
internal import Files
internal import Foundation
internal import Sky

/// A file that its publisher offers under a documented name.
public struct PublicFile: Sendable, Equatable {
  /// The name it is kept under.
  public let name: String
  /// Its place below the publisher's address.
  public let path: String
  /// No genuine file is larger than this many bytes.
  public let limit: Int
  /// The first bytes of every genuine file.
  let signature: [UInt8]
  /// MD5 of the file as published; nil where the publisher gives none.
  let digest: String?
  /// MD5 of what is in the file once decompressed, for copies that were compressed again.
  let contentsDigest: String?

  package init(
    name: String, path: String, limit: Int, signature: [UInt8] = [], digest: String? = nil,
    contentsDigest: String? = nil
  ) {
    (self.name, self.path, self.limit) = (name, path, limit)
    (self.signature, self.digest, self.contentsDigest) = (signature, digest, contentsDigest)
  }

  /// The four files of the MNIST digits (LeCun, Cortes & Burges), with their documented MD5.
  public static let mnist = [
    digits(
      "train-images-idx3-ubyte", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873",
      contents: "6bbc9ace898e44ae57da46a324031adb"),
    digits(
      "train-labels-idx1-ubyte", 28_881, "d53e105ee54ea40749a09fcbcd1e9432",
      contents: "a25bea736e30d166cdddb491f175f624"),
    digits(
      "t10k-images-idx3-ubyte", 1_648_877, "9fb629c4189551a2d022fa330f9573f3",
      contents: "2646ac647ad5339dbf082846283269ea"),
    digits(
      "t10k-labels-idx1-ubyte", 4_542, "ec29112dd5afa0611ce80d1b7f02629c",
      contents: "27ae3e4e09519cfbb04c329615203637"),
  ]

  /// The frames of an SDSS field in the given bands; `field` is RUN-CAMCOL-FIELD, with or without
  /// leading zeros. See https://www.sdss4.org/dr17/imaging/images for the names.
  public static func sdss(
    _ field: String, bands: [String] = ["u", "g", "r", "i", "z"]
  ) throws -> [PublicFile] {
    let place = try SDSSField(field)
    return bands.map { band in
      let name = "frame-\(band)-\(place.name).fits.bz2"
      return PublicFile(
        name: name, path: "\(place.run)/\(place.column)/\(name)", limit: 64 << 20,
        signature: Array("BZh".utf8), digest: nil, contentsDigest: nil)
    }
  }

  /// The photometric catalog of an SDSS field (columns RA, DEC and OBJC_TYPE, 3 for galaxies and 6
  /// for stars). See https://data.sdss.org/datamodel/files/BOSS_PHOTOOBJ/RERUN/RUN/CAMCOL/photoObj.html
  public static func sdssCatalog(_ field: String) throws -> PublicFile {
    let place = try SDSSField(field)
    let name = "photoObj-\(place.name).fits"
    return PublicFile(
      name: name, path: "301/\(place.run)/\(place.column)/\(name)", limit: 256 << 20,
      signature: Array("SIMPLE  =".utf8))
  }

  /// The calibObj catalogs, one of stars and one of galaxies, of the whole camera column that an
  /// SDSS field lies in.
  public static func sdssSweeps(_ field: String) throws -> [PublicFile] {
    let place = try SDSSField(field)
    return ["star", "gal"].map { kind in
      let name = "calibObj-\(place.runAndColumn)-\(kind).fits.gz"
      return PublicFile(
        name: name, path: "301/\(name)", limit: 1 << 30, signature: [0x1f, 0x8b])
    }
  }

  /// An SDSS field as users name it: RUN-CAMCOL-FIELD.
  private struct SDSSField {
    let run: Int
    let column: Substring
    let name: String
    let runAndColumn: String

    init(_ text: String) throws(SurveyError) {
      guard let match = text.wholeMatch(of: /([0-9]{1,6})-([1-6])-([0-9]{1,4})/),
        let run = Int(match.1), let number = Int(match.3), run > 0, number > 0
      else {
        throw SurveyError(
          "cannot tell which SDSS field \(text) is; write RUN-CAMCOL-FIELD, such as 3918-3-213")
      }
      (self.run, column) = (run, match.2)
      runAndColumn = String(format: "%06d", run) + "-\(column)"
      name = runAndColumn + "-" + String(format: "%04d", number)
    }
  }

  private static func digits(
    _ name: String, _ size: Int, _ digest: String, contents: String
  ) -> PublicFile {
    PublicFile(
      name: "\(name).gz", path: "\(name).gz", limit: 2 * size, signature: [0x1f, 0x8b],
      digest: digest, contentsDigest: contents)
  }

  /// What is wrong with the file at `path`, as the end of a sentence; nil when it is genuine as
  /// far as can be told.
  package func fault(of path: String) -> String? {
    let file: MappedFile
    do { file = try MappedFile(path) } catch { return "cannot be read (\(error.description))" }
    defer { withExtendedLifetime(file) {} }
    guard file.bytes.count <= limit else {
      return "has \(file.bytes.count) bytes where at most \(limit) were expected"
    }
    guard file.bytes.starts(with: signature) else {
      let kind = [0x1f: "gzip", 0x42: "bzip2"][signature.first ?? 0] ?? "FITS"
      return "does not begin like a \(kind) file"
    }
    let found = digest == nil ? nil : MD5.digest(of: file.bytes)
    if let found, found == digest { return nil }
    // Both compressions carry checksums, so that unpacking tells whether a file is whole.
    let contents: FileContents
    do {
      contents = try Decompression.contents(of: path, limit: max(64 << 20, 8 * limit))
    } catch {
      return "is truncated or damaged and cannot be unpacked"
    }
    defer { withExtendedLifetime(contents) {} }
    guard let digest, let found else { return structureFault(of: path) }
    if MD5.digest(of: contents.bytes) == contentsDigest { return nil }
    return "has the MD5 checksum \(found) where \(digest) was expected"
  }

  /// A FITS file without a digest is whole where all of its units are.
  private func structureFault(of path: String) -> String? {
    guard name.contains(".fits") else { return nil }
    do {
      let file = try FITSFile(reading: path, limit: max(64 << 20, 8 * limit))
      // An archive's file is as it should be; one that is not was cut short.
      if let remark = file.remarks.first { return "is no whole FITS file (\(remark))" }
      for unit in 0..<file.unitCount where file.checksumVerdict(of: unit) == .wrong {
        return "has a wrong checksum in \(file.title(of: unit))"
      }
      // A body that ended after the primary header is a FITS file too, but nobody publishes such.
      let isEmpty = try (0..<file.unitCount).allSatisfy { (unit) throws(FITSError) in
        try file.dataRange(of: unit).isEmpty
      }
      return isEmpty ? "is no whole FITS file (it holds headers without data)" : nil
    } catch {
      return "is no whole FITS file (\(error))"
    }
  }
}
