#:project ../../src/CoScheduler.Embedded
#:property RestorePackagesWithLockFile=false
#:property EnforceCodeStyleInBuild=false
// Writes the Parquet files beside this program anew: dotnet run jobs/data/generate.cs [FOLDER]
using CoScheduler.Embedded.Sample;

var folder = args.Length > 0 ? args[0] : Path.GetDirectoryName(AppContext.GetData("EntryPointFilePath") as string)!;
SampleFiles.Write(SampleData.Default, folder);
