using System.Runtime.InteropServices;

namespace CoScheduler.Local.Processes;

/// <summary>An array of C strings that ends with a null pointer.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    /// <summary>Copies the strings.</summary>
    /// <param name="values">The strings.</param>
    public NativeStrings(IEnumerable<string> values)
    {
        var list = values.ToList();
        _count = list.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < _count; i++)
        {
            Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(list[i]);
        }
    }

    /// <summary>The array.</summary>
    public byte** Pointer { get; private set; }

    /// <inheritdoc />
    public void Dispose()
    {
        for (var i = 0; Pointer != null && i < _count; i++)
        {
            Marshal.ZeroFreeCoTaskMemUTF8((nint)Pointer[i]);
        }

        NativeMemory.Free(Pointer);
        Pointer = null;
    }
}
