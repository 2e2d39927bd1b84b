import Files
import Foundation
import Testing

/// The whole way with names of one letter, in the folder where one stands.
@Suite(.serialized) final class ShortNamesTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
  func namesOfOneLetterAreNames() throws {
    try Folder.create(folder)
    for command in [
      "simulate --fields=1 --seed=5 --width=640 --height=512 --out=f",
      "ingest f --out=c --size=32",
      "pretrain c --architecture=linear --epochs=1 --out=m --metrics=n",
      "encode m c --out=e", "cluster e --clusters=4 --out=k",
      "ingest f --stars-of=e --out=i --size=32 --stars=100", "encode m i --out=j",
      "classify k --injected=j --out=s", "evaluate s --catalog=f/truth.csv --out=v",
      "plot roc s --catalog=f/truth.csv --out=figures/p.png",
      "report . --out=h",
    ] {
      let done = try BuiltProgram.run(
        in: folder, command.split(separator: " ").map(String.init))
      #expect(done.status == 0, "\(command): \(done.errors)")
    }
    // What results come from is found from a folder of the run, too.
    for (place, command) in [
      ("", "cluster e --clusters=4 --out=d/k"),
      ("/d", "evaluate k --catalog=../f/truth.csv --out=v"),
    ] {
      try Folder.create(folder + place + "/d")
      let done = try BuiltProgram.run(
        in: folder + place, command.split(separator: " ").map(String.init))
      #expect(done.status == 0, "\(command): \(done.errors)")
    }
    // But what a person names is looked for nowhere else: a namesake in the folder above is in nobody's way.
    let own = try BuiltProgram.run(
      in: path("d"), ["simulate", "--fields=1", "--width=320", "--height=256", "--out=f"])
    #expect(own.status == 0, "\(own.errors)")
    for name in ["v", "d/v"] {
      let text = try String(contentsOfFile: path(name), encoding: .utf8)
      #expect(text.contains("label_ledger") && !text.contains("not traced"), "\(name)")
    }
  }
}
