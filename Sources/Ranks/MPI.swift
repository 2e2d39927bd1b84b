internal import CMPI
internal import Foundation
internal import Synchronization

extension Ranks {
  private static let joined = Mutex<Ranks?>(nil)

  /// The ranks of this program: itself alone, but where `join` found others.
  public static var world: Ranks { joined.withLock { $0 } ?? .alone }

  /// Joins the processes that a launcher started together, if one did. Call it once, when the program starts, on the thread
  /// that works.
  ///
  /// - Parameter environment: the process's own. `GALAXY_AEP_MPI` names the MPI library where it is not among the usual.
  public static func join(_ environment: [String: String]) throws(RanksError) {
    guard let launch = Launch(environment), launch.count > 1 else { return }
    let library = environment["GALAXY_AEP_MPI"].flatMap { $0.isEmpty ? nil : $0 }
    var why = [CChar](repeating: 0, count: 512)
    let byPMI: Int32 = launch.launcher == "mpiexec" ? 1 : 0
    let status =
      library.map { aep_mpi_join($0, byPMI, &why, why.count) }
      ?? aep_mpi_join(nil, byPMI, &why, why.count)
    guard status == 0 else {
      let said = String(
        decoding: why.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw RanksError(
        "cannot work as one of the \(launch.count) processes that \(launch.launcher) started: no MPI library can be "
          + "loaded (\(said)); load the cluster's MPI module, or name the library with GALAXY_AEP_MPI=/path/to/libmpi.so"
      )
    }
    let (rank, count) = (Int(aep_mpi_rank()), Int(aep_mpi_count()))
    guard count == launch.count else {
      throw RanksError(
        "cannot work as one of the \(launch.count) processes that \(launch.launcher) started: the MPI library knows of "
          + "\(count); start them with the mpirun of that library, or with srun --mpi=pmix")
    }
    joined.withLock { $0 = Ranks(rank, of: count, by: MPI()) }
  }
}

/// The processes that MPI started. One thread makes all calls.
private struct MPI: RankLink {
  func share(_ all: UnsafeMutableRawPointer, _ ranges: [Range<Int>]) {
    guard (ranges.last?.upperBound ?? 0) <= Int32.max else { return pass(all, ranges) }
    check(
      aep_mpi_share(all, ranges.map { Int32($0.count) }, ranges.map { Int32($0.lowerBound) }),
      "share what they worked out")
  }

  /// The same, one rank after the other, of more bytes than MPI counts at once.
  private func pass(_ all: UnsafeMutableRawPointer, _ ranges: [Range<Int>]) {
    for (rank, range) in ranges.enumerated() {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 30) {
        let count = min(1 << 30, range.upperBound - start)
        check(
          aep_mpi_broadcast(all + start, Int32(count), Int32(rank)), "share what they worked out")
      }
    }
  }

  func meet() { check(aep_mpi_meet(), "wait for each other") }
  func leave() { _ = aep_mpi_leave() }
  func abort(status: Int32) { aep_mpi_abort(status) }

  /// A library that is asked for nothing else ends the program by itself; this is for one that does not.
  private func check(_ status: Int32, _ what: String) {
    guard status != 0 else { return }
    var text = "Error: \(aep_mpi_count()) processes cannot \(what): MPI error \(status)\n"
    // What cannot be said is let go.
    text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    aep_mpi_abort(1)
    exit(1)
  }
}
