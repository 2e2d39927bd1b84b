import Catalogs
import Downloads
import Foundation
import Sky
import TestSupport
import Testing

@Suite struct DownloadTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("download-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private static let data =
    ProcessInfo.processInfo.environment["GALAXY_AEP_DATA"] ?? "../shared/data"
  private static let hasData = FileManager.default.fileExists(atPath: "\(data)/mnist")
  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test func `SDSS frames have their documented names`() throws {
    let files = try PublicFile.sdss("3918-3-213")
    #expect(files.map(\.name).first == "frame-u-003918-3-0213.fits.bz2")
    #expect(files.map(\.path).last == "3918/3/frame-z-003918-3-0213.fits.bz2")
    #expect(try PublicFile.sdss("003918-3-0213") == files)
    let download = try Download.sdss(["3918-3-213", "1035-6-17"])
    #expect(download.files.count == 10)
    #expect(
      download.origins == ["https://data.sdss.org/sas/dr17/eboss/photoObj/frames/301"])
  }

  @Test func `SDSS catalogs have their documented names`() throws {
    let download = try Download.sdssCatalogs(["3918-3-213", "3918-3-213", "1035-6-17"])
    #expect(
      download.files.map(\.path) == [
        "301/3918/3/photoObj-003918-3-0213.fits", "301/1035/6/photoObj-001035-6-0017.fits",
      ])
    #expect(download.origins == ["https://data.sdss.org/sas/dr17/eboss/photoObj"])
    let sweeps = try Download.sdssCatalogs(["3918-3-213", "3918-3-214"], sweeps: true)
    #expect(
      sweeps.files.map(\.path) == [
        "301/calibObj-003918-3-star.fits.gz", "301/calibObj-003918-3-gal.fits.gz",
      ])
    #expect(sweeps.origins == ["https://data.sdss.org/sas/dr17/eboss/sweeps/dr13_final"])
  }

  @Test func `a catalog that is cut short does not get its name`() throws {
    try withFolder { folder in
      let catalogs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("Fixtures/Catalogs")
      let whole = try Data(contentsOf: catalogs.appendingPathComponent("photoobj.fits"))
      let name = "photoObj-003918-3-0213.fits"
      try FileManager.default.createDirectory(
        atPath: "\(folder)/home", withIntermediateDirectories: true)
      let home = URL(fileURLWithPath: "\(folder)/home/\(name)")
      try whole.prefix(7000).write(to: home)
      let download = try Download.sdssCatalogs(["3918-3-213"], from: "\(folder)/home")
      #expect(
        sentence { _ = try download.run(into: "\(folder)/out") }
          .hasPrefix("\(name) came damaged: it is no whole FITS file ("))
      try whole.write(to: home)
      let paths = try download.run(into: "\(folder)/out").paths
      #expect(try SkyCatalog(reading: paths[0]).positions.count == 3)
    }
  }

  @Test(arguments: ["", "3918", "3918-7-213", "a-3-1", "0-1-1", "3918-3-213-4", "3918/3/213"])
  func `a field of another form is refused`(name: String) {
    #expect(
      throws: SurveyError(
        "cannot tell which SDSS field \(name) is; write RUN-CAMCOL-FIELD, such as 3918-3-213")
    ) { try Download.sdss([name]) }
  }

  @Test(.enabled(if: hasData, "GALAXY_AEP_DATA has no mnist folder"))
  func `MNIST is copied from a folder, checked, and left alone the second time`() throws {
    try withFolder { folder in
      let download = Download.mnist(from: "\(Self.data)/mnist")
      let first = try download.run(into: folder)
      #expect(first.fetched == 4 && first.present == 0)
      let second = try download.run(into: folder)
      #expect(second.fetched == 0 && second.present == 4 && second.bytes == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == PublicFile.mnist.map(\.name).sorted())
    }
  }

  @Test func `a folder without the file is an error, and nothing is left behind`() throws {
    try withFolder { folder in
      #expect(
        throws: SurveyError(
          "cannot find train-images-idx3-ubyte.gz in \(folder)/no; name the folder that holds it, "
            + "or leave --from out to fetch it from its public home")
      ) { try Download.mnist(from: "\(folder)/no").run(into: "\(folder)/out") }
      let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out")
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: [
    ("x", "does not begin like a gzip file"),
    ("\u{1f}\u{8b}", "is truncated or damaged and cannot be unpacked"),
  ])
  func `a damaged file never gets its final name`(start: String, fault: String) throws {
    try withFolder { folder in
      let name = "train-images-idx3-ubyte.gz"
      let bytes = start.unicodeScalars.map { UInt8($0.value) } + [8, 0, 1, 2, 3, 4, 5, 6, 7, 8]
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      #expect(
        throws: SurveyError(
          "\(name) came damaged: it \(fault); fetch it again or from elsewhere with --from")
      ) { try Download.mnist(from: folder).run(into: "\(folder)/out") }
      let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out")
      #expect(left.isEmpty)
    }
  }

  /// A server that knows ranges, hangs up in the middle of the first whole answer, and answers
  /// every third request with 503.
  private static let server = """
    import http.server, os, sys
    count = 0
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            global count
            count += 1
            path = sys.argv[1] + self.path
            if not os.path.exists(path): self.send_error(404); return
            if count % 3 == 0: self.send_error(503); return
            data = open(path, 'rb').read()
            name, tag = 'ETag', '"%d"' % os.stat(path).st_mtime_ns
            if 'dated' in path: name, tag = 'Last-Modified', self.date_time_string(os.stat(path).st_mtime)
            start = int(self.headers.get('Range', 'bytes=0-')[6:-1])
            if self.headers.get('If-Range', tag) != tag: start = 0
            self.send_response(206 if start else 200)
            if 'plain' not in path: self.send_header(name, tag)
            if start: self.send_header('Content-Range', f'bytes {start}-{len(data)-1}/{len(data)}')
            self.send_header('Content-Length', str(len(data) - start))
            self.end_headers()
            self.wfile.write(data[start:] if start else data[:len(data) // 2])
        def log_message(self, *a): open(sys.argv[1] + '/log', 'a').write(
            self.path + ' ' + self.headers.get('Range', 'all') + '\\n')
    server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
    """

  /// Serves a folder while `body` is given the server's address.
  private func serving(_ site: String, by script: String, _ body: (String) throws -> Void) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python ?? "")
    process.arguments = ["-c", script, site]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    defer {
      // Threads of the test runner block the milder signals, and children inherit that.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    try body("http://127.0.0.1:\(port)")
  }

  @Test(
    .enabled(if: python != nil, "no python3 to serve files with"),
    arguments: ["changed.bin", "dated.bin", "plain.bin"])
  func `two versions of a file are never spliced`(name: String) throws {
    try withFolder { folder in
      try serving(folder, by: Self.server) { address in
        let path = URL(fileURLWithPath: "\(folder)/\(name)")
        try Data(repeating: 1, count: 300_000).write(to: path)
        let file = PublicFile(name: name, path: name, limit: 1 << 20)
        var download = Download(files: [file], origins: [address])
        (download.pause, download.attempts) = (0.01, 1)
        #expect(throws: SurveyError.self) { try download.run(into: "\(folder)/out") }
        // Half of the first version is there; the second has as many bytes.
        try Data(repeating: 2, count: 300_000).write(to: path)
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: 3600)], ofItemAtPath: path.path)
        download.attempts = 8
        if name == "plain.bin" {
          // Nothing tells its versions apart, so that no part is kept, and no try brings the whole.
          #expect(throws: SurveyError.self) { try download.run(into: "\(folder)/out") }
        } else {
          let came = try download.run(into: "\(folder)/out").paths[0]
          #expect(try Data(contentsOf: URL(fileURLWithPath: came)).allSatisfy { $0 == 2 })
          let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out")
          #expect(left == [name])
        }
      }
    }
  }

  /// A server that sends one byte a tenth of a second, for ever.
  private static let dripping = """
    import http.server, time
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.send_header('Content-Length', '100000'); self.end_headers()
            while True: self.wfile.write(b'x'); self.wfile.flush(); time.sleep(.1)
        def log_message(self, *a): pass
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
    """

  @Test(.enabled(if: python != nil, "no python3 to serve files with"))
  func `a server that drips is not waited for`() throws {
    try withFolder { folder in
      try serving(folder, by: Self.dripping) { address in
        let file = PublicFile(name: "a.bin", path: "a.bin", limit: 1 << 20)
        var download = Download(files: [file], origins: [address])
        (download.attempts, download.timeout) = (1, 0.5)
        #expect(
          throws: SurveyError(
            "cannot fetch \(address)/a.bin: it sent fewer than 1000 bytes a second for 0.5 seconds; try "
              + "again later (what has come is kept), or name another address or a folder with --from"
          )
        ) { try download.run(into: "\(folder)/out") }
      }
    }
  }

  /// A server that first sends the file with a changed byte and hangs up in its middle, and is honest from then on.
  private static let repenting = """
    import http.server, sys
    count = 0
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            global count
            count += 1
            data = open(sys.argv[1] + self.path, 'rb').read()
            start = int(self.headers.get('Range', 'bytes=0-')[6:-1])
            self.send_response(206 if start else 200)
            self.send_header('ETag', '"a"')
            if start: self.send_header('Content-Range', f'bytes {start}-{len(data)-1}/{len(data)}')
            self.send_header('Content-Length', str(len(data) - start))
            self.end_headers()
            self.wfile.write(data[start:] if count > 1 else b'?' + data[1:len(data) // 2])
        def log_message(self, *a): open(sys.argv[1] + '/log', 'a').write(self.headers.get('Range', 'all') + '\\n')
    server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
    """

  /// What broke off was faulty already: going on behind it makes no whole file, and the same run fetches it anew.
  @Test(.enabled(if: python != nil, "no python3 to serve files with"))
  func `what was gone on with and came damaged is fetched anew`() throws {
    try withFolder { folder in
      let body = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })
      try body.write(to: URL(fileURLWithPath: "\(folder)/numbers.bin"))
      try serving(folder, by: Self.repenting) { address in
        let file = PublicFile(
          name: "numbers.bin", path: "numbers.bin", limit: 1 << 20,
          digest: body.withUnsafeBytes { MD5.digest(of: $0) })
        var download = Download(files: [file], origins: [address])
        download.attempts = 1
        #expect(throws: SurveyError.self) { try download.run(into: "\(folder)/out") }
        let summary = try download.run(into: "\(folder)/out")
        #expect(try Data(contentsOf: URL(fileURLWithPath: summary.paths[0])) == body)
        #expect(summary.fetched == 1 && summary.bytes == 450_000)
        let log = try String(contentsOfFile: "\(folder)/log", encoding: .utf8)
        #expect(log == "all\nbytes=150000-\nall\n")
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out") == ["numbers.bin"])
      }
    }
  }

  @Test func `what the checksum refuses and a header without data are damaged`() throws {
    try withFolder { folder in
      func block(_ cards: String...) -> Data {
        let text = (cards + ["END"]).map { $0.padding(toLength: 80, withPad: " ", startingAt: 0) }
          .joined()
        return Data(text.padding(toLength: 2880, withPad: " ", startingAt: 0).utf8)
      }
      let name = "photoObj-003918-3-0213.fits"
      let home = URL(fileURLWithPath: "\(folder)/\(name)")
      let download = try Download.sdssCatalogs(["3918-3-213"], from: folder)
      let simple = "SIMPLE  =                    T", bits = "BITPIX  =                    8"
      try block(simple, bits, "NAXIS   =                    0").write(to: home)
      #expect(
        sentence { _ = try download.run(into: "\(folder)/out") }
          == "\(name) came damaged: it is no whole FITS file (it holds headers without data); fetch it again or "
          + "from elsewhere with --from")
      let data =
        block(
          simple, bits, "NAXIS   =                    1", "NAXIS1  =                 2880",
          "DATASUM = '1       '") + Data(count: 2880)
      try data.write(to: home)
      #expect(
        sentence { _ = try download.run(into: "\(folder)/out") }
          == "\(name) came damaged: it has a wrong checksum in unit 0; fetch it again or from elsewhere with --from"
      )
    }
  }

  @Test(
    .enabled(if: python != nil, "no python3 to serve files with"),
    arguments: ["numbers.bin", "dated.bin"])
  func `a transfer that breaks off goes on where it stopped`(name: String) throws {
    try withFolder { folder in
      let site = "\(folder)/site"
      try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
      let body = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })
      try body.write(to: URL(fileURLWithPath: "\(site)/\(name)"))
      try serving(site, by: Self.server) { address in
        let file = PublicFile(
          name: name, path: "a/b/\(name)", limit: 1 << 20,
          digest: body.withUnsafeBytes { MD5.digest(of: $0) })
        var download = Download(files: [file], origins: [address])
        download.pause = 0.01
        download.attempts = 6
        let summary = try download.run(into: "\(folder)/out")
        #expect(try Data(contentsOf: URL(fileURLWithPath: summary.paths[0])) == body)
        #expect(summary.fetched == 1)
        let log = try String(contentsOfFile: "\(site)/log", encoding: .utf8)
        #expect(log.contains("bytes=150000-"))
        #expect(!FileManager.default.fileExists(atPath: summary.paths[0] + ".partial"))

        let missing = PublicFile(name: "none", path: "none", limit: 100, digest: nil)
        #expect(
          throws: SurveyError(
            "cannot fetch \(address)/none: the server has no such file; check the "
              + "name, or name another address or a folder with --from")
        ) {
          try Download(files: [missing], origins: [address])
            .run(into: "\(folder)/out")
        }
        let large = PublicFile(name: name, path: name, limit: 1000, digest: nil)
        var small = Download(files: [large], origins: [address])
        small.pause = 0.01
        #expect(throws: SurveyError.self) { try small.run(into: "\(folder)/small") }
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/small")
        #expect(left.isEmpty)
      }
    }
  }
}
