internal import Foundation

/// A list of texts as C wants it.
final class CStrings {
  var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) {
    pointers = texts.map { strdup($0) }
  }

  deinit {
    for pointer in pointers { free(pointer) }
  }
}
