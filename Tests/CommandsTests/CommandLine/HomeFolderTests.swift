import Commands
import Files
import Foundation
import Testing

@Suite struct HomeFolderTests {
  @Test(arguments: [
    ("--out=~/x.fits", "--out=/home/me/x.fits"), ("--out=~", "--out=/home/me"),
    ("--out=~you/x", "--out=~you/x"), ("--out=a~/x", "--out=a~/x"), ("--out", "--out"),
    ("~/x", "~/x"), ("a=~/x", "a=~/x"), ("--beside=b=~/x", "--beside=b=~/x"), ("--out=", "--out="),
  ])
  func whatTheShellLeavesIsTheHomeFolder(typed: String, meant: String) {
    #expect(HomeFolder.expanded(["s", typed], home: "/home/me") == ["s", meant])
    #expect(HomeFolder.expanded(["s", typed], home: nil) == ["s", typed])
    #expect(HomeFolder.expanded(["--", typed], home: "/home/me") == ["--", typed])
  }

  /// By the program itself, where `HOME` is.
  @Test(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
  func aResultGoesHome() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Folder.create(folder + "/home")
    let done = try BuiltProgram.run(
      in: folder, ["simulate", "--fields=1", "--width=320", "--height=256", "--out=~/f"],
      environment: ["HOME": folder + "/home"])
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("\(folder)/home/f/truth.csv"), "\(done.output)")
  }
}
