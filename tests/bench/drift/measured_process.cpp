#include "tests/bench/drift/measured_process.h"

#include "tests/bench/common/bench_report.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace binnacle::bench {

MeasuredProcess measureProcess(const std::vector<std::string>& command, const std::string& output)
{
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const StopWatch watch;
    const pid_t child = ::fork();
    if (child == 0) {
        const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (file >= 0)
            ::dup2(file, STDOUT_FILENO);
        ::execvp(arguments.front(), arguments.data());
        std::_Exit(127);
    }
    MeasuredProcess measured;
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child)
        return measured;
    measured.seconds = watch.milliseconds() / 1000;
    measured.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    measured.peakMegabytes = static_cast<double>(usage.ru_maxrss) / 1024;
    return measured;
}

} // namespace binnacle::bench
