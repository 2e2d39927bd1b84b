internal import Files
internal import Foundation

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// What a server calls one version of a file: a strong ETag, else the time of its last change (RFC 9110, 13.1.5).
///
/// It is kept beside a transfer that broke off (`NAME.partial.version`), so that the next one asks for the rest of
/// that version only (If-Range) and gets the whole file where there is another by now.
struct FileVersion: Equatable {
  let text: String

  /// Nil where the server tells nothing that tells versions apart.
  init?(of answer: HTTPURLResponse) {
    let tag = answer.value(forHTTPHeaderField: "ETag") ?? ""
    if tag.hasPrefix("\""), tag.count > 2 {
      text = tag
    } else if let time = answer.value(forHTTPHeaderField: "Last-Modified"), !time.isEmpty {
      text = time
    } else {
      return nil
    }
  }

  init?(besides partial: String) {
    guard let text = try? String(contentsOfFile: Self.path(partial), encoding: .utf8),
      !text.isEmpty,
      text.utf8.count < 1000, !text.contains(where: \.isNewline)
    else { return nil }
    self.text = text
  }

  /// Without it a transfer begins anew, so that failing here loses nothing.
  func keep(besides partial: String) { try? AtomicFile.write(text, to: Self.path(partial)) }

  static func forget(besides partial: String) { unlink(path(partial)) }

  private static func path(_ partial: String) -> String { partial + ".version" }
}
