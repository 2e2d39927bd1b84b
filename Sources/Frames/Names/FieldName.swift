/// A name that FITS can hold: what is no printable ASCII character is written as the bytes of its UTF-8 with percent
/// signs, so that different names stay different (RFC 3986).
package enum FieldName {
  package static func ascii(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      if (0x20..<0x7f).contains(byte), byte != 0x25 {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
