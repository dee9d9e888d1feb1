# The one command of this repository on Windows, where TorchSharp and OxyPlot always come from the package registry.
# The first call restores and builds; every later call only checks that no source is newer than the last build and
# starts the program. Runs in Windows PowerShell 5.1 or later. ./learnedopt is its counterpart on Linux and macOS.

$ErrorActionPreference = 'Stop'
$clock = [Diagnostics.Stopwatch]::StartNew()
$root = $PSScriptRoot
$state = Join-Path $root '.learnedopt'
$artifacts = Join-Path $root 'artifacts'
$logs = Join-Path $artifacts 'logs'
$program = Join-Path $artifacts 'bin/LearnedOpt.Host/release/LearnedOpt.Host.dll'
$ExitUsage = 2; $ExitStorage = 4; $ExitSdk = 10; $ExitRegistry = 11; $ExitManagedBuild = 16 # docs/exit-codes.md

function Stop-WithFault([int] $code, [string] $line) {
    [Console]::Error.WriteLine("learnedopt: $line")
    exit $code
}

function Write-Step([string] $text) {
    [Console]::Error.WriteLine('[{0,4:0} s] {1}' -f $clock.Elapsed.TotalSeconds, $text)
}

function Show-Usage {
    @'
Usage: ./learnedopt.ps1 COMMAND [options]

  setup           build; every command does it when needed
  test [FILTER]   build and run all tests, or those whose full name contains FILTER
  doctor          show versions, devices, threads and what is missing
  COMMAND --help  the options of a command; after setup, --help lists every command

  $env:TorchDevice = 'cuda' before setup takes TorchSharp-cuda-windows instead of TorchSharp-cpu.
'@
}

function Get-BuildKey { "dotnet=$dotnet device=$env:TorchDevice" }

# A stamp is as old as the start of its build. Folders count too: their time changes when a file comes or goes.
function Test-Current([string] $name, [string[]] $further = @()) {
    $stamp = Join-Path $state "$name.stamp"
    if (-not (Test-Path -LiteralPath $stamp)) { return $false }
    if ((Get-Content -LiteralPath $stamp -TotalCount 1) -ne (Get-BuildKey)) { return $false }
    $time = (Get-Item -LiteralPath $stamp).LastWriteTimeUtc
    $sources = @('src', 'tasks', 'meta-training', 'plots', 'benchmarks', 'pretrained', 'Directory.Build.props',
        'Directory.Build.targets', 'Directory.Packages.props', 'global.json', 'nuget.config', '.learnedopt/backend.props') + $further
    foreach ($source in $sources) {
        $path = Join-Path $root $source
        if (-not (Test-Path -LiteralPath $path)) { continue }
        $items = @(Get-Item -LiteralPath $path -Force)
        if ($items[0].PSIsContainer) { $items += @(Get-ChildItem -LiteralPath $path -Recurse -Force) }
        foreach ($item in $items) { if ($item.LastWriteTimeUtc -gt $time) { return $false } }
    }
    return $true
}

function Test-Built { (Test-Path -LiteralPath $program) -and (Test-Current 'run') }

# Runs the .NET command line with its output in a log; returns whether it succeeded.
function Invoke-Logged([string] $label, [string] $log, [string[]] $arguments) {
    Write-Step $label
    $ErrorActionPreference = 'Continue' # what a native program writes to standard error is no exception
    & $dotnet @arguments *> $log
    return $LASTEXITCODE -eq 0
}

function Get-FirstError([string] $log) {
    $match = Select-String -LiteralPath $log -Pattern 'error' | Select-Object -First 1
    if ($null -eq $match) { return 'no error line' }
    return ($match.Line -replace ' \[[^\]]*\]$', '').Trim()
}

function Assert-Sdk {
    $get = 'install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0), then run this again'
    if (-not $dotnet) { Stop-WithFault $ExitSdk "the .NET SDK is not on PATH: $get" }
    Push-Location $root
    try { $found = & { $ErrorActionPreference = 'Continue'; & $dotnet --version 2>$null } } finally { Pop-Location }
    if ("$found" -notlike '10.*') { Stop-WithFault $ExitSdk "this needs the .NET 10 SDK, but $dotnet has '$found': $get" }
}

# One launcher at a time may build. The lock goes with the process, however it ends.
function Enter-Lock {
    try {
        New-Item -ItemType Directory -Force -Path $state, $logs | Out-Null
    }
    catch {
        Stop-WithFault $ExitStorage "cannot write in ${root}: clone it into a folder of your own"
    }
    $waiting = $false
    while ($true) {
        try {
            return [IO.File]::Open((Join-Path $state 'lock'), 'OpenOrCreate', 'ReadWrite', 'None')
        }
        catch [UnauthorizedAccessException] {
            Stop-WithFault $ExitStorage "cannot write in ${root}: clone it into a folder of your own"
        }
        catch [IO.IOException] {
            if (-not $waiting) { Write-Step 'another ./learnedopt.ps1 is at work here; waiting for it' }
            $waiting = $true
            Start-Sleep -Milliseconds 500
        }
    }
}

function Write-BackendChoice {
    $path = Join-Path $state 'backend.props'
    $text = "<Project>`n  <PropertyGroup>`n    <TorchBackend>package</TorchBackend>`n    <PlotBackend>package</PlotBackend>`n  </PropertyGroup>`n</Project>`n"
    if (-not (Test-Path -LiteralPath $path) -or [IO.File]::ReadAllText($path) -ne $text) { [IO.File]::WriteAllText($path, $text) }
}

function Get-TestProjects {
    Get-ChildItem -LiteralPath (Join-Path $root 'tests') -Directory | ForEach-Object Name |
        Where-Object { $_ -notin 'TorchSharp.Compat.Tests', 'OxyPlot.Compat.Tests' } | Sort-Object
}

function Write-TestFilter([string] $path) {
    $projects = @(Get-TestProjects | ForEach-Object { "tests\$_\$_.csproj" }) + 'meta-training\LearnedOpt.Host\LearnedOpt.Host.csproj'
    $filter = @{ solution = @{ path = '../LearnedOpt.sln'; projects = $projects } }
    [IO.File]::WriteAllText($path, (ConvertTo-Json $filter -Depth 4))
}

function Invoke-Setup([string] $what, [string[]] $stamps) {
    Assert-Sdk
    Write-BackendChoice
    # Born now and named at the end, so that what changes during the build counts as newer.
    $pending = Join-Path $state 'pending.stamp'
    [IO.File]::WriteAllText($pending, (Get-BuildKey))
    $born = (Get-Item -LiteralPath $pending).LastWriteTimeUtc
    $project = Join-Path $root 'meta-training/LearnedOpt.Host/LearnedOpt.Host.csproj'
    if ($what -eq 'tests') {
        $project = Join-Path $artifacts 'tests.slnf'
        Write-TestFilter $project
    }
    $log = Join-Path $logs "restore-$what.log"
    if (-not (Invoke-Logged 'restoring packages (libtorch is some hundred MB, once)' $log @('restore', $project, '-v', 'quiet', '--nologo'))) {
        if (Select-String -LiteralPath $log -Pattern 'NU1301' -Quiet) {
            Stop-WithFault $ExitRegistry "no package registry could be reached: check the network or proxy, or name a registry that you can reach in nuget.config (log: $log)"
        }
        Stop-WithFault $ExitRegistry "packages could not be restored: $(Get-FirstError $log) (log: $log)"
    }
    Remove-Item -LiteralPath (Join-Path $state 'run.stamp') -ErrorAction SilentlyContinue
    $log = Join-Path $logs "build-$what.log"
    if (-not (Invoke-Logged 'building managed code' $log @('build', $project, '-c', 'Release', '--no-restore', '-v', 'quiet', '--nologo', '-nodeReuse:false'))) {
        Stop-WithFault $ExitManagedBuild "managed code does not build: $(Get-FirstError $log) (log: $log)"
    }
    foreach ($stamp in $stamps) {
        $target = Join-Path $state "$stamp.stamp"
        Copy-Item -LiteralPath $pending -Destination $target -Force
        (Get-Item -LiteralPath $target).LastWriteTimeUtc = $born
    }
    Remove-Item -LiteralPath $pending
}

function Confirm-Built {
    $lock = Enter-Lock
    try {
        if (-not (Test-Built)) {
            Write-Step 'setting up; later calls start at once'
            Invoke-Setup 'program' @('run')
            Write-Step 'ready'
        }
    }
    finally { $lock.Dispose() }
}

function Set-Threads {
    $defaults = @{ OMP_NUM_THREADS = '1'; OMP_WAIT_POLICY = 'PASSIVE'; MKL_NUM_THREADS = '1'; DOTNET_TieredPGO = '1' }
    foreach ($name in $defaults.Keys) {
        if (-not [Environment]::GetEnvironmentVariable($name)) { [Environment]::SetEnvironmentVariable($name, $defaults[$name]) }
    }
}

function Invoke-Tests([string] $filter) {
    $selection = @()
    if ($filter -match '[=~&|!]') { $selection = @('--filter', $filter) }
    elseif ($filter) { $selection = @('--filter', "FullyQualifiedName~$filter") }
    $lock = Enter-Lock
    try {
        $programs = @(Get-TestProjects | ForEach-Object { Join-Path $artifacts "bin/$_/release/$_.dll" })
        if (-not ((Test-Built) -and (Test-Current 'tests' @('tests', 'samples', 'configs')) -and -not ($programs | Where-Object { -not (Test-Path $_) }))) {
            Invoke-Setup 'tests' @('run', 'tests')
        }
        $testLogs = Join-Path $artifacts 'test-logs'
        New-Item -ItemType Directory -Force -Path $testLogs | Out-Null
        $passed = 0; $failed = 0
        foreach ($name in Get-TestProjects) {
            $log = Join-Path $testLogs "$name.log"
            $succeeded = Invoke-Logged $name $log (@('test', (Join-Path $artifacts "bin/$name/release/$name.dll"), '--nologo', '--logger', 'console;verbosity=minimal') + $selection)
            $text = [IO.File]::ReadAllText($log)
            $summary = [regex]::Matches($text, '(?m)^(?:Passed!|Failed!|Skipped!) .*?Failed: *(\d+), Passed: *(\d+)') | Select-Object -Last 1
            $failedHere = 0; $passedHere = 0
            if ($summary) { $failedHere = [int] $summary.Groups[1].Value; $passedHere = [int] $summary.Groups[2].Value }
            if (-not $succeeded -and $failedHere -eq 0) { $failedHere = 1 } # a test process that dies takes its counts with it
            if ($selection.Count -gt 0 -and ($passedHere + $failedHere) -eq 0) { continue }
            '{0,-32} {1,5} passed, {2} failed' -f $name, $passedHere, $failedHere
            if ($failedHere -gt 0) { Get-Content -LiteralPath $log | Select-Object -Last 60; "    (all of it: $log)" }
            $passed += $passedHere; $failed += $failedHere
        }
    }
    finally { $lock.Dispose() }
    "$passed passed, $failed failed"
    if ($passed + $failed -eq 0) { Stop-WithFault $ExitUsage "no test matches '$filter'" }
    if ($failed -gt 0) { exit 1 }
    exit 0
}

$arguments = [Collections.Generic.List[string]]::new()
for ($i = 0; $i -lt $args.Count; $i++) {
    $word = [string] $args[$i]
    $backend = $null
    if ($word -eq '--backend') {
        if ($i + 1 -ge $args.Count) { Stop-WithFault $ExitUsage '--backend needs a value: package or auto' }
        $i++
        $backend = [string] $args[$i]
    }
    elseif ($word -like '--backend=*') { $backend = $word.Substring(10) }
    else { $arguments.Add($word) }
    if ($null -ne $backend -and $backend -notin 'package', 'auto') {
        Stop-WithFault $ExitUsage "backend '$backend' is not for Windows: TorchSharp comes from the package registry here"
    }
}
$command = if ($arguments.Count -gt 0) { $arguments[0] } else { '--help' }
$rest = if ($arguments.Count -gt 1) { @($arguments.GetRange(1, $arguments.Count - 1)) } else { @() }

$arguments = @($arguments)

if ($command -eq '--version') {
    "learnedopt $(([xml] (Get-Content -Raw -LiteralPath (Join-Path $root 'Directory.Build.props'))).Project.PropertyGroup.Version | Where-Object { $_ })"
    exit 0
}
$dotnet = (Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1).Source
$env:DOTNET_NOLOGO = '1'; $env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'; $env:DOTNET_CLI_UI_LANGUAGE = 'en'; $env:MSBUILDTERMINALLOGGER = 'off'
Set-Threads

if ($command -in 'help', '-h', '-?', '--help') {
    if (-not $dotnet -or -not (Test-Built)) { Show-Usage; exit 0 }
    $arguments = @('--help')
}
elseif ($command -in 'setup', 'test' -and $rest.Count -gt 0 -and $rest[0] -in '-h', '-?', '--help') { Show-Usage; exit 0 }
elseif ($command -eq 'setup') {
    if ($rest.Count -gt 0) { Stop-WithFault $ExitUsage "setup takes no argument '$($rest[0])'; see './learnedopt.ps1 --help'" }
    if (-not (Test-Built)) { Confirm-Built }
    Write-Step 'up to date'
    exit 0
}
elseif ($command -eq 'test') {
    if ($rest.Count -gt 1) { Stop-WithFault $ExitUsage "test takes one filter, received '$rest'; for several words use quotes" }
    Invoke-Tests ([string] ($rest | Select-Object -First 1))
}
elseif (-not (Test-Built)) { Confirm-Built }

& $dotnet $program @arguments
exit $LASTEXITCODE
