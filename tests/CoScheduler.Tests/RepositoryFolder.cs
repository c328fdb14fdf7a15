namespace CoScheduler.Tests;

/// <summary>The folder that the solution is in.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CoScheduler.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests don't run inside the repository.");
    }
}
