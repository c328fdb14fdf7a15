namespace System.Runtime.CompilerServices;

/// <summary>What records need and the older base library lacks.</summary>
internal static class IsExternalInit;
