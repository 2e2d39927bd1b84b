import Downloads
import Testing

@Suite struct MD5Tests {
  /// The test suite of RFC 1321, appendix A.5.
  static let vectors = [
    ("", "d41d8cd98f00b204e9800998ecf8427e"),
    ("a", "0cc175b9c0f1b6a831c399e269772661"),
    ("abc", "900150983cd24fb0d6963f7d28e17f72"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
    (
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
      "d174ab98d277d9f5a5611c2c9f419d9f"
    ),
    (
      String(repeating: "1234567890", count: 8), "57edf4a22be3c955ac49da2e2107b67a"
    ),
  ]

  @Test(arguments: vectors)
  func `digests are those of the RFC`(text: String, digest: String) {
    Array(text.utf8).withUnsafeBytes { #expect(MD5.digest(of: $0) == digest) }
  }

  @Test(arguments: [1, 7, 55, 56, 63, 64, 65, 200])
  func `the pieces that bytes come in change nothing`(piece: Int) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 31) }
    var digest = MD5()
    for start in stride(from: 0, to: bytes.count, by: piece) {
      bytes[start..<min(bytes.count, start + piece)].withUnsafeBytes { digest.add($0) }
    }
    bytes.withUnsafeBytes { #expect(digest.finished() == MD5.digest(of: $0)) }
  }
}
