internal import CPNG
internal import Files

/// A text stored in a PNG file: a keyword ("Software") and what it says.
public struct PNGText: Sendable, Equatable {
  public var keyword: String
  public var text: String

  public init(keyword: String, text: String) {
    (self.keyword, self.text) = (keyword, text)
  }

  /// Every tEXt, zTXt and iTXt chunk of the PNG file at `path`, in the file's order.
  ///
  /// Bounded: no more than 512 chunks, 4 MiB in a chunk, 40,000 pixels a side. The memory taken is
  /// that of the texts and one row of pixels.
  public static func read(_ path: String) throws(ChartError) -> [PNGText] {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path) } catch { throw ChartError(error) }
    guard PNGSignature.begins(file.bytes) else {
      throw ChartError("cannot read the texts of \(path): it is not a PNG file")
    }
    var output = cpng_output()
    defer { free(output.bytes) }
    let start = file.bytes.bindMemory(to: UInt8.self).baseAddress
    guard cpng_texts(start, file.bytes.count, &output) == 0 else {
      throw ChartError(
        "cannot read the texts of \(path): the file is damaged (\(output.words));"
          + " make the figure again")
    }
    return unpacked(UnsafeBufferPointer(start: output.bytes, count: output.count))
  }

  /// The texts as the C side takes them: kind, keyword, 0, text, 0.
  static func packed(_ texts: [PNGText]) -> [UInt8] {
    var bytes: [UInt8] = []
    for text in texts {
      let plain = text.text.replacing("\0", with: " ")
      if let latin = latin1(plain) {
        bytes.append(UInt8(ascii: "L"))
        bytes += text.keywordBytes + [0] + latin + [0]
      } else {
        bytes.append(UInt8(ascii: "U"))
        bytes += text.keywordBytes + [0] + Array(plain.utf8) + [0]
      }
    }
    return bytes + [0]
  }

  private static func unpacked(_ bytes: UnsafeBufferPointer<UInt8>) -> [PNGText] {
    var texts: [PNGText] = []
    var rest = bytes[...]
    while let kind = rest.popFirst() {
      let keyword = rest.prefix { $0 != 0 }
      rest = rest.dropFirst(keyword.count + 1)
      let text = rest.prefix { $0 != 0 }
      rest = rest.dropFirst(text.count + 1)
      texts.append(
        PNGText(
          keyword: decoded(latin1: keyword),
          text: kind == UInt8(ascii: "L")
            ? decoded(latin1: text) : String(decoding: text, as: UTF8.self)))
    }
    return texts
  }

  /// A keyword as the format allows it: 1 to 79 printable ASCII characters, no spaces at the ends.
  private var keywordBytes: [UInt8] {
    let allowed = keyword.unicodeScalars.map { (33...126).contains($0.value) ? Character($0) : "-" }
    return Array(String(allowed.prefix(79)).utf8).isEmpty
      ? Array("Text".utf8) : Array(String(allowed.prefix(79)).utf8)
  }

  /// The Latin-1 bytes of a text made only of its printable characters and line feeds.
  private static func latin1(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 10, 32...126, 161...255: bytes.append(UInt8(scalar.value))
      default: return nil
      }
    }
    return bytes
  }

  private static func decoded(latin1 bytes: some Sequence<UInt8>) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}

/// The eight bytes every PNG file begins with.
enum PNGSignature {
  static let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static func begins(_ file: UnsafeRawBufferPointer) -> Bool {
    file.starts(with: bytes)
  }
}

extension cpng_output {
  /// What libpng complained about.
  var words: String {
    withUnsafeBytes(of: message) { raw in
      String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
