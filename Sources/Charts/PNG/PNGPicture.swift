internal import CPNG
public import Files
public import Foundation

/// Pictures written as and read from PNG files.
extension Picture {
  /// Writes the picture; `provenance` goes into text chunks (`PNGText.read` gives them back).
  public func writePNG(
    to path: String, provenance: Provenance, scale: Double = 1
  ) throws(ChartError) {
    let texts = provenance.entries.map { PNGText(keyword: $0.keyword, text: $0.text) }
    let bytes = try encodedPNG(texts: texts, scale: scale)
    do throws(FileError) { try AtomicFile.write(bytes, to: path) } catch { throw ChartError(error) }
  }

  /// The bytes of a PNG file: 8-bit RGB in sRGB; `scale` pixels to 1/96 inch.
  public func encodedPNG(texts: [PNGText], scale: Double = 1) throws(ChartError) -> Data {
    var output = cpng_output()
    defer { free(output.bytes) }
    let packed = PNGText.packed(texts)
    let pixelsPerMetre = UInt32(exactly: max(1, min(96 / 0.0254 * scale, 1e9)).rounded(.down)) ?? 1
    let failed = packed.withUnsafeBytes { packed in
      cpng_encode(
        bytes, UInt32(width), UInt32(height), pixelsPerMetre,
        packed.bindMemory(to: CChar.self).baseAddress, Int32(texts.count), &output)
    }
    guard failed == 0 else {
      throw ChartError("cannot encode the picture as PNG: \(output.words)")
    }
    return Data(bytes: output.bytes, count: output.count)
  }

  /// The picture in the PNG file at `path`, whatever its colour type, as 8-bit RGB on white.
  ///
  /// At most 100 million pixels.
  public static func readPNG(_ path: String) throws(ChartError) -> Picture {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path) } catch { throw ChartError(error) }
    guard PNGSignature.begins(file.bytes) else {
      throw ChartError("cannot read the picture \(path): it is not a PNG file")
    }
    var image = png_image()
    defer { png_image_free(&image) }
    guard cpng_open(&image, file.bytes.baseAddress, file.bytes.count) == 0 else {
      throw ChartError("cannot read the picture \(path): the file is damaged (\(image.words))")
    }
    let (width, height) = (Int(image.width), Int(image.height))
    guard width > 0, height > 0, width <= 100_000_000 / height else {
      throw ChartError(
        "cannot read the picture \(path): \(width) × \(height) pixels are more than 100 million")
    }
    var picture = Picture(width: width, height: height)
    guard cpng_decode(&image, &picture.bytes) == 0 else {
      throw ChartError("cannot read the picture \(path): the file is damaged (\(image.words))")
    }
    return picture
  }
}

extension png_image {
  fileprivate var words: String {
    withUnsafeBytes(of: message) { raw in
      String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
