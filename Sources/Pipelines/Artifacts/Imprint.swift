internal import CAttributes
package import Files
internal import Foundation

/// What made a file that has no place for it inside: CSV, ONNX, PDF, pictures for other programs.
///
/// It is an extended attribute of the file (Linux, xattr(7)), so that the content stays what others read. It
/// holds as long as the content is what was written; a copy without attributes, or a file system without
/// any, says nothing.
package struct Imprint: Codable, Equatable {
  package let made: Provenance
  private let bytes: Int
  private let checksum: String

  private static let name = "user.galaxy-aep.made"

  /// Marks a file as made by a command. Whatever hinders it, the file is there and stays unmarked.
  @discardableResult
  package static func put(on path: String, _ made: Provenance) -> Bool {
    guard let (bytes, checksum) = content(of: path),
      let data = try? JSONEncoder().encode(
        Imprint(made: made, bytes: bytes, checksum: checksum))
    else { return false }
    return data.withUnsafeBytes { setxattr(path, name, $0.baseAddress, $0.count, 0) == 0 }
  }

  /// Nil where a file has none, or has been changed since.
  package init?(of path: String) {
    var data = Data(count: Self.most)
    let length = data.withUnsafeMutableBytes {
      getxattr(path, Self.name, $0.baseAddress, $0.count)
    }
    guard length > 0,
      let imprint = try? JSONDecoder().decode(Self.self, from: data.prefix(length)),
      let (bytes, checksum) = Self.content(of: path),
      (bytes, checksum) == (imprint.bytes, imprint.checksum)
    else { return nil }
    self = imprint
  }

  private init(made: Provenance, bytes: Int, checksum: String) {
    (self.made, self.bytes, self.checksum) = (made, bytes, checksum)
  }

  /// No file system keeps longer ones.
  private static let most = 65_536

  private static func content(of path: String) -> (bytes: Int, checksum: String)? {
    guard FileIdentity.isFile(path),
      let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber,
      let checksum = Checksum.ofFile(path)
    else { return nil }
    return (size.intValue, checksum)
  }
}
