import Ranks
import Testing

@Suite struct LaunchTests {
  @Test(arguments: [
    (["OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "3"], Launch("mpirun", count: 4)),
    (["PMI_SIZE": "2", "PMI_RANK": "0"], Launch("mpiexec", count: 2)),
    (
      ["SLURM_PROCID": "0", "SLURM_STEP_ID": "0", "SLURM_STEP_NUM_TASKS": "8"],
      Launch("srun", count: 8)
    ),
  ])
  func launchersSayHowManyTheyStarted(environment: [String: String], launch: Launch) {
    #expect(Launch(environment) == launch)
  }

  /// The commands of a batch script see the job's tasks, but are none of them.
  @Test(arguments: [
    [:], ["SLURM_PROCID": "0", "SLURM_NTASKS": "8"],
    ["SLURM_PROCID": "0", "SLURM_NTASKS": "8", "SLURM_STEP_ID": "batch"],
    ["OMPI_COMM_WORLD_SIZE": "many"],
  ])
  func whoeverIsStartedAloneIsAlone(environment: [String: String]) {
    #expect(Launch(environment) == nil)
  }

  @Test func aLibraryThatIsNotThereIsToldByItsName() {
    let environment = ["OMPI_COMM_WORLD_SIZE": "2", "GALAXY_AEP_MPI": "/nowhere/libmpi.so"]
    #expect {
      try Ranks.join(environment)
    } throws: {
      let text = "\($0)"
      return text.hasPrefix(
        "cannot work as one of the 2 processes that mpirun started: no MPI library can be loaded (/nowhere/libmpi.so: "
      )
        && text.hasSuffix(
          "); load the cluster's MPI module, or name the library with GALAXY_AEP_MPI=/path/to/libmpi.so"
        )
    }
    #expect(!Ranks.world.areSeveral)
  }

  @Test func oneProcessUnderALauncherNeedsNoLibrary() throws {
    try Ranks.join(["OMPI_COMM_WORLD_SIZE": "1", "GALAXY_AEP_MPI": "/nowhere/libmpi.so"])
    #expect(!Ranks.world.areSeveral && Ranks.world.isFirst)
  }

  @Test func aloneEverythingIsOnesOwn() {
    let alone = Ranks.alone
    #expect(alone.own(of: 8) == 0..<8 && alone.all(7) == [7] && alone.texts("a") == ["a"])
    #expect(alone.any(true) && !alone.any(false))
    var values = [1, 2, 3]
    values.withUnsafeMutableBufferPointer { alone.share($0.baseAddress!) { _ in 0..<3 } }
    alone.meet()
    #expect(values == [1, 2, 3])
  }
}
