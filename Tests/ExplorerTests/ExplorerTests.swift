import Explorer
import FITS
import Files
import Foundation
import Sky
import Tables
import Tensors
import TestSupport
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite struct ExplorerTests {
  /// The page and `info --source` send nobody to different places.
  @Test func theSkyIsShownWhereTheProgramSays() throws {
    let script = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/Explorer/page/explorer.js"), encoding: .utf8)
    #expect(SkyViewer.all.count == 3)
    for viewer in SkyViewer.all {
      let host = viewer.address.prefix { $0 != "{" }.split(separator: "?")[0]
      #expect(script.contains("\"\(viewer.name)\", \"\(host)?"), "\(viewer.name)")
    }
  }

  private static let door = Doorkeeper(token: String(repeating: "a", count: 32), port: 8123)

  /// Sixty sources without pictures, one of them with a hostile name.
  private func explorer(in folder: String, door: Doorkeeper = door, labels: String? = nil) throws
    -> Explorer
  {
    let rows = 0..<60
    let ids = rows.map { $0 == 7 ? "<img src=x onerror=alert(1)>\"'../\u{202E}" : "source-\($0)" }
    let numbers = rows.map { Float($0) }
    var document = FITSDocument()
    document.add(
      Table([
        SourceColumn.id.column(.string(ids)),
        SourceColumn.field.column(.string(rows.map { _ in "field" })),
        SourceColumn.ra.column(.double(rows.map { 150 + Double($0) / 100 })),
        SourceColumn.dec.column(.double(rows.map { Double($0) / 50 })),
        SourceColumn.magnitude.column(.float(numbers.map { 15 + $0 / 10 })),
        SourceColumn.pStar.column(.float(numbers.map { $0 / 60 })),
        SourceColumn.code.column(
          .floats(width: 2, rows.flatMap { [Float($0), Float($0 * $0 % 7)] })),
      ]), header: Header(), name: TableName.scores.rawValue)
    try document.write(
      to: "\(folder)/scores.fits", provenance: Provenance(command: "test", inputs: []))
    return try Explorer(
      of: folder, labels: labels, door: door, provenance: Provenance(command: "test", inputs: []),
      workers: .all)
  }

  private func ask(
    _ explorer: Explorer, _ path: String, _ query: [String: String] = [:], post body: Data? = nil
  ) async -> (status: Int, text: String, bytes: Data) {
    let answer = await explorer.answer(
      ExplorerRequest(
        body == nil ? "GET" : "POST", "/\(Self.door.token)/\(path)", query: query,
        host: "127.0.0.1:8123", body: body ?? Data()))
    return (answer.status, String(decoding: answer.body, as: UTF8.self), answer.body)
  }

  private func withExplorer(_ body: (Explorer, String) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "explorer-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(explorer(in: folder, labels: "\(folder)/labels.csv"), folder)
  }

  @Test func columnsComeAsNumbersAndNamesAsTexts() async throws {
    try await withExplorer { explorer, _ in
      let facts = try #require(
        try JSONSerialization.jsonObject(with: await ask(explorer, "meta.json").bytes)
          as? [String: Any])
      let columns = try #require(facts["columns"] as? [[String: Any]]).compactMap {
        $0["name"] as? String
      }
      #expect(
        columns == ["RA", "DEC", "MAG", "P_STAR", "component 1", "component 2", "outlier rank"])
      let bytes = await ask(explorer, "column/2").bytes
      #expect(bytes.count == 240)
      #expect(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 40, as: Float.self) } == 16)
      let row = try #require(
        try JSONSerialization.jsonObject(with: await ask(explorer, "row/7").bytes) as? [String: Any]
      )
      #expect((row["id"] as? String)?.hasPrefix("<img src=x") == true)
      #expect((row["id"] as? String)?.contains("\u{202E}") == false)
    }
  }

  @Test(arguments: [
    "row/60", "row/-1", "row/1e9", "row/99999999999999999999", "row/", "row/1/2", "row//1",
    "row/%2e%2e", "../scores.fits", "..%2fscores.fits", "scores.fits", "/etc/passwd",
    "column/7", "column/-1", "cutout/0", "seen/0", "labels.csv/", "explorer.js/../explorer.js",
  ])
  func nothingElseIsServed(path: String) async throws {
    try await withExplorer { explorer, _ in #expect(await ask(explorer, path).status == 404) }
  }

  @Test func neighboursAreFoundAndTheirNumberIsBounded() async throws {
    try await withExplorer { explorer, _ in
      let found = await ask(explorer, "nearest/5", ["count": "3"]).text
      #expect(found.contains("\"rows\":[5,"))
      for count in ["0", "-1", "1001", "x", ""] {
        #expect(await ask(explorer, "nearest/5", ["count": count]).status == 400)
      }
      #expect(await ask(explorer, "nearest/5", ["count": "1000"]).status == 200)
    }
  }

  @Test func sourcesAreFoundByNameAndPlace() async throws {
    try await withExplorer { explorer, _ in
      #expect(await ask(explorer, "find", ["q": "SOURCE-12"]).text == "[12]")
      #expect(await ask(explorer, "find", ["q": "rce-1"]).text.hasPrefix("[1,10,11"))
      #expect(await ask(explorer, "find", ["q": "150.2001 0.4"]).text == "[20]")
      #expect(await ask(explorer, "find", ["q": "10 80"]).text == "[]")
      #expect(await ask(explorer, "find", ["q": "nan inf"]).text == "[]")
    }
  }

  @Test func labelsAndSelectionsAreOfRowsThatAreThere() async throws {
    try await withExplorer { explorer, folder in
      func label(_ text: String) async -> Int {
        await ask(explorer, "label", post: Data(text.utf8)).status
      }
      #expect(await label(#"{"rows":[3],"label":"star"}"#) == 200)
      let text = try String(contentsOfFile: "\(folder)/labels.csv", encoding: .utf8)
      #expect(text == "id,ra,dec,class\nsource-3,150.0300000,0.0600000,STAR\n")
      for wrong in [
        #"{"rows":[60],"label":"STAR"}"#, #"{"rows":[-1],"label":"STAR"}"#, "[]", "",
        #"{"rows":[1],"label":"=1+1"}"#,
      ] { #expect(await label(wrong) == 400) }
      #expect(await ask(explorer, "labels.csv").text == text)
      let rows = Data([2, 0, 0, 0, 4, 0, 0, 0])
      let csv = await ask(explorer, "export", ["format": "csv"], post: rows).text
      #expect(csv.split(separator: "\n").count == 3)
      #expect(
        await ask(explorer, "export", ["format": "reg"], post: rows).text
          .contains("circle(150.020000,0.040000,2.5\")"))
      for wrong in [Data(), Data([1, 2]), Data([255, 255, 255, 255])] {
        #expect(await ask(explorer, "export", ["format": "csv"], post: wrong).status == 400)
      }
      #expect(await ask(explorer, "export", ["format": "exe"], post: rows).status == 400)
    }
  }

  @Test func ranksOfOutliersBeginWithTheFarthest() async throws {
    try await withExplorer { explorer, _ in
      let bytes = await ask(explorer, "column/6").bytes
      let ranks = bytes.withUnsafeBytes { bytes in
        (0..<60).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
      }
      #expect(ranks.sorted() == (1...60).map(Float.init))
      // The first and the last of a row of sources lie farthest out.
      #expect([0, 59].contains { ranks[$0] <= 3 } && ranks[30] > 20)
    }
  }

  /// Another program gets one table at an address that does not tell the token.
  @Test func aSelectionIsLentWithoutTheToken() async throws {
    try await withExplorer { explorer, _ in
      func fetch(_ path: String, host: String = "127.0.0.1:8123", _ method: String = "GET") async
        -> Int
      {
        await explorer.answer(ExplorerRequest(method, path, query: [:], host: host)).status
      }
      let answer = await ask(explorer, "lend", post: Data([2, 0, 0, 0, 4, 0, 0, 0]))
      let url = try #require(
        (try JSONSerialization.jsonObject(with: answer.bytes) as? [String: String])?["url"])
      #expect(url.hasPrefix("http://127.0.0.1:8123/lent/") && !url.contains(Self.door.token))
      let path = String(url.dropFirst("http://127.0.0.1:8123".count))
      let lent = await explorer.answer(
        ExplorerRequest("GET", path, query: [:], host: "localhost:8123"))
      #expect(lent.status == 200 && lent.type == "application/x-votable+xml")
      #expect(String(decoding: lent.body, as: UTF8.self).contains("source-4"))
      #expect(await fetch(path, host: "evil.example:8123") != 200)
      #expect(await fetch(path, "POST") != 200)
      #expect(await fetch("/lent/0.vot") == 404)
      #expect(await ask(explorer, "lend", post: Data([1, 2])).status == 400)
      // Only the last few are kept.
      for _ in 0..<8 { _ = await ask(explorer, "lend", post: Data([1, 0, 0, 0])) }
      #expect(await fetch(path) == 404)
    }
  }

  /// Over a real socket.
  @Test func theServerAnswersOnLoopback() async throws {
    let port = try ExplorerServer.freePort()
    let door = Doorkeeper(port: port)
    let folder = NSTemporaryDirectory() + "explorer-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let explorer = try explorer(in: folder, door: door)
    let (ready, tell) = AsyncStream<Void>.makeStream()
    let server = Task { try await ExplorerServer.serve(explorer, port: port) { tell.finish() } }
    for await _ in ready {}
    func status(_ address: String) async throws -> (Int, Data, [AnyHashable: Any]) {
      let (data, response) = try await URLSession.shared.data(from: #require(URL(string: address)))
      let answer = try #require(response as? HTTPURLResponse)
      return (answer.statusCode, data, answer.allHeaderFields)
    }
    let page = try await status(door.address)
    #expect(page.0 == 200)
    #expect(String(decoding: page.1, as: UTF8.self).contains("<script src=\"explorer.js\">"))
    #expect(page.2["Referrer-Policy"] as? String == "no-referrer")
    #expect(try await status("http://127.0.0.1:\(port)/").0 == 404)
    #expect(try await status("http://127.0.0.1:\(port)/\(door.token)x/").0 == 404)
    #expect(try await status(door.address + "column/3").1.count == 240)
    server.cancel()
  }
}
