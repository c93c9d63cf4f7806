#pragma once

#include <string>
#include <vector>

namespace binnacle::bench {

// What a process took from its start to its end.
struct MeasuredProcess
{
    int exitCode = -1;
    double seconds = 0;
    double peakMegabytes = 0; // MiB that were resident at most
};

// Runs it to its end; its standard output goes to the file.
MeasuredProcess measureProcess(const std::vector<std::string>& command, const std::string& output);

} // namespace binnacle::bench
