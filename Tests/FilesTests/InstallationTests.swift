import Files
import Foundation
import Testing

/// What was installed beside a program is found by the program's path alone.
@Suite struct InstallationTests {
  private let root = FileManager.default.temporaryDirectory
    .appendingPathComponent("installation-\(UUID().uuidString)")

  private func make(_ folder: String) throws {
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
  }

  private func found(beside program: String) -> String? {
    Installation.folder(beside: root.appendingPathComponent(program).path)
  }

  @Test func aProgramInBinHasThemInShare() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try make("usr/share/galaxy-aep/pipelines")
    #expect(
      found(beside: "usr/bin/galaxy-aep")
        == root.appendingPathComponent("usr/share/galaxy-aep").path)
    #expect(found(beside: "other/bin/galaxy-aep") == nil)
  }

  @Test(arguments: [".build", ".build-package"])
  func oneThatSwiftPMBuiltHasThemInItsSources(_ scratch: String) throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let program = "\(scratch)/x86_64-unknown-linux-gnu/release/galaxy-aep"
    try make("pipelines")
    #expect(found(beside: program) == nil)
    try Data().write(to: root.appendingPathComponent("Package.swift"))
    #expect(found(beside: program) == root.path)
    #expect(found(beside: "build/release/galaxy-aep") == nil)
  }
}
