internal import ArgumentParser
internal import Console
internal import Dispatch
internal import Explorer
internal import Files
internal import Pipelines
internal import Synchronization

/// `galaxy-aep explore RUN`: a page to move in what a network learned, and to give labels.
struct Explore: DataCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Move in a run's sources on a page of this machine: map, cutouts, neighbours, labels.",
    discussion: """
      Serves a page at 127.0.0.1, whose address holds a secret word, until Ctrl-C. Nothing is written but the \
      labels that --labels-out asks for, at once whenever one is given; `evaluate` and `teach` read them as a \
      catalog.

      Example: galaxy-aep explore runs/sdss --labels-out labels.csv
      """)

  @Argument(help: "The run's folder, as `galaxy-aep run` makes it.", completion: .of(.run))
  var folder = "."

  @Option(
    help:
      "The catalog that given labels are kept in; one that is there is gone on with. Default: none.",
    completion: .of(.labels))
  var labelsOut: String?

  @Option(
    "The port of the page. Default: one that is free.",
    in: 1...65535)
  var port: Int?

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.run, folder)] }
  var writes: [Artifact] { .some(.labels, labelsOut) }

  func run() throws {
    let port = try port ?? ExplorerServer.freePort()
    let door = Doorkeeper(port: port)
    let explorer = try Explorer(
      of: folder, labels: labelsOut, door: door, provenance: Invocation.provenance(),
      workers: work.workers)
    for note in explorer.notes { Terminal.shared.note(note) }
    let sources = explorer.count
    let failure = Mutex<(any Error)?>(nil)
    let end = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        try await ExplorerServer.serve(explorer, port: port) {
          Terminal.shared.say("sources  \(sources)")
          Terminal.shared.say("open     \(explorer.address)")
          Terminal.shared.say("Ctrl-C ends it.")
        }
      } catch {
        failure.withLock { $0 = error }
      }
      end.signal()
    }
    end.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
