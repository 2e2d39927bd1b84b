import Files
import Foundation
import Testing

struct FileNameTests {
  @Test(arguments: [
    ("runs/model.fits", "runs"), ("/model.fits", "/"), ("model.fits", ""), ("a", ""), ("é", ""),
    (".", ""), ("..", ""), ("", ""), ("/", "/"), ("//", "/"), ("/a", "/"), ("//a", "/"),
    ("a/", ""), ("a/b", "a"), ("a//b", "a"), ("a/b/", "a"), ("./a", "."), ("/a/b", "/a"),
    ("a/\u{301}b", "a"),
  ])
  func theFolderOfAPath(_ path: String, _ folder: String) {
    #expect(FileName.folder(of: path) == folder)
  }

  @Test(arguments: [
    ("a.fits", "runs", "runs/a.fits"), ("a.fits", "runs/", "runs/a.fits"),
    ("a.fits", "", "a.fits"), ("a.fits", "/", "/a.fits"), ("b", "a", "a/b"),
  ])
  func aNameInAFolder(_ name: String, _ folder: String, _ path: String) {
    #expect(FileName.path(of: name, in: folder) == path)
  }

  @Test(arguments: [
    ("figures/roc.PNG", "png"), ("a", ""), (".fits", ""), ("a.fits.gz", "gz"), ("a.b/c", ""),
  ])
  func theEndingOfAPath(_ path: String, _ ending: String) {
    #expect(FileName.ending(of: path) == ending)
  }

  /// Foundation's own functions of paths stopped the program at those of one character.
  @Test func everyPathIsItsNameInItsFolder() {
    var paths = [""]
    for length in 1...5 {
      paths += paths.filter { $0.count == length - 1 }.flatMap { path in
        ["a", ".", "/", "é"].map { path + $0 }
      }
    }
    for path in paths where path.contains(where: { $0 != "/" }) {
      let again = FileName.path(of: FileName.last(of: path), in: FileName.folder(of: path))
      let plain = path.split(separator: "/").joined(separator: "/")
      #expect(again == (path.hasPrefix("/") ? "/" : "") + plain || path.contains("//"), "\(path)")
      #expect(again.split(separator: "/") == path.split(separator: "/"), "\(path)")
      #expect(again.hasPrefix("/") == path.hasPrefix("/"), "\(path)")
    }
  }
}
