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
    ("runs/demo", "runs"), ("runs", ""), ("", ".."), (".", "./.."), ("..", "../.."),
    ("../..", "../../.."), ("../demo", ".."), ("/runs", "/"), ("/", "/"),
  ])
  func theFolderAboveAFolder(_ folder: String, _ above: String) {
    #expect(FileName.folder(above: folder) == above)
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
  @Test func everyPathLiesInItsFolder() {
    var folders = [""]
    for length in 1...4 {
      folders += folders.filter { $0.count == length - 1 }.flatMap { path in
        ["a", ".", "/", "é"].map { path + $0 }
      }
    }
    for folder in folders {
      for name in ["a", ".", "..", "é", ".fits", "a b"] {
        let path = FileName.path(of: name, in: folder)
        let found = FileName.folder(of: path)
        #expect(found.split(separator: "/") == folder.split(separator: "/"), "\(path)")
        #expect(found.hasPrefix("/") == folder.hasPrefix("/"), "\(path)")
        #expect(FileName.folder(of: path + "/") == found, "\(path)")
      }
      let above = FileName.folder(above: folder)
      #expect(Self.place(above) == Self.place(folder).deletingLastPathComponent(), "\(folder)")
    }
  }

  /// The place itself; Foundation takes an empty name between two slashes for a folder.
  private static func place(_ folder: String) -> URL {
    let plain = folder.split(separator: "/").joined(separator: "/")
    let path = (folder.hasPrefix("/") ? "/" : "./") + plain
    return URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
  }
}
