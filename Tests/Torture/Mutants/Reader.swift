/// One way by which bytes of anybody's making come into the program.
struct Reader: Sendable {
  /// The name of its folder in the corpus.
  let name: String
  /// Reads a file and all that is in it; a digest of it where checksums promise that it is what was written.
  let read: @Sendable (_ path: String) throws -> Int?

  /// A reader whose files have no checksums, or whose checksums are only told.
  init(_ name: String, _ read: @escaping @Sendable (String) throws -> Void) {
    self.name = name
    self.read = { path in
      try read(path)
      return nil
    }
  }

  /// A reader that promises the bytes that were written.
  static func exact(
    _ name: String, _ digest: @escaping @Sendable (String) throws -> Int
  ) -> Reader {
    Reader(name: name, read: digest)
  }

  private init(name: String, read: @escaping @Sendable (String) throws -> Int?) {
    (self.name, self.read) = (name, read)
  }

  static let all = packed + fits + tables + learned + texts + pictures
}
