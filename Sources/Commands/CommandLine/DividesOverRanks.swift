internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Ranks
internal import Tensors

/// A command that processes which were started together (`mpirun`, `srun`) share, each with a part of the work. The first of
/// them speaks and writes for all.
protocol DividesOverRanks: ParsableCommand {
  /// How many processes may share what it was asked for; 1 where they would be refused.
  var mostRanks: Int { get }
}

extension Pretrain: DividesOverRanks {
  var mostRanks: Int {
    let isPlain = (try? variant.variant(of: training.variation.imagesOf).isPlain) == true
    return isPlain && variant.architecture != .linear ? Ranks.mostInTraining : 1
  }
}

extension Encode: DividesOverRanks {
  var mostRanks: Int { .max }
}

extension Ingest: DividesOverRanks {
  var mostRanks: Int { dataset == nil && !explain ? .max : 1 }
}

extension Cluster: DividesOverRanks {
  var mostRanks: Int { .max }
}

extension Classify: DividesOverRanks {
  /// Only what artificial stars teach is divided.
  var mostRanks: Int { artificial.injected.isEmpty ? 1 : .max }
}

extension Evaluate: DividesOverRanks {
  var mostRanks: Int { classes == nil ? .max : 1 }
}

extension Outliers: DividesOverRanks {
  var mostRanks: Int { .max }
}

/// A step of a pipeline is divided as its command is.
extension Run: DividesOverRanks {
  var mostRanks: Int { step == nil ? 1 : .max }
}

extension Ranks {
  /// Refuses what every process would do by itself, and processes that would not have the same bits.
  func requireDivision(of command: any ParsableCommand, called name: String) throws {
    guard areSeveral else { return }
    guard command is any DividesOverRanks else {
      throw CommandFailure(
        "cannot run `\(name)` as \(count) processes: they would all do the same; start it once, without mpirun (of the commands "
          + "ingest, pretrain, encode, cluster, classify, evaluate and outliers divide their work)")
    }
    let all = texts("\(Provenance.version), kernels \(Processor.kernels)")
    guard let other = all.first(where: { $0 != all[0] }) else { return }
    throw CommandFailure(
      "cannot work together: one process is of version \(all[0]), another of \(other), and their bits would differ; install one version "
        + "everywhere, and set GALAXY_AEP_KERNELS to kernels that all machines have")
  }
}

extension Ranks {
  /// Refuses work of a command that several processes cannot share.
  func requireOne(for work: String) throws {
    guard areSeveral else { return }
    throw CommandFailure(
      "cannot divide \(work) over \(count) processes; start it once, without mpirun")
  }
}

extension GalaxyAEP {
  /// Tells a failure and ends the program; of processes that work together, all.
  static func fail(_ text: String, status: Int32) -> Never {
    let ranks = Ranks.world
    // What all of them found the first one tells, and ends the others meanwhile.
    if !ranks.isFirst { sleep(2) }
    let who = ranks.isFirst ? "" : "process \(ranks.rank) of \(ranks.count): "
    StandardStreams.write(who + text, to: STDERR_FILENO)
    ranks.abort(status: status)
    Foundation.exit(status)
  }
}
