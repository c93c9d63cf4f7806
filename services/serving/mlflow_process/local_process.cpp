#include "services/serving/mlflow_process/local_process.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX asks for it

namespace binnacle {

namespace {

constexpr off_t largestLog = off_t(8) << 20;

QString text(const char* source)
{
    return QCoreApplication::translate("LocalProcess", source);
}

// Closed with the object.
class File
{
public:
    File(const std::filesystem::path& path, int flags) : number_(::open(path.c_str(), flags, 0600))
    {
    }
    ~File()
    {
        if (number_ >= 0)
            ::close(number_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

std::vector<std::string> environmentWith(const std::vector<std::string>& variables)
{
    std::vector<std::string> all;
    const auto nameOf = [](const std::string& line) { return line.substr(0, line.find('=')); };
    for (char** each = environ; each && *each; ++each) {
        const std::string line(*each);
        if (std::ranges::find(variables, nameOf(line), nameOf) == variables.end())
            all.push_back(line);
    }
    std::ranges::copy_if(variables, std::back_inserter(all), [](const std::string& line) {
        return line.find('=') != std::string::npos;
    });
    return all;
}

std::vector<char*> pointersOf(std::vector<std::string>& lines)
{
    std::vector<char*> pointers;
    for (auto& line : lines)
        pointers.push_back(line.data());
    pointers.push_back(nullptr);
    return pointers;
}

// All that the child needs, made before it is forked: behind fork only calls that are safe there.
struct Child
{
    const char* pidFile;
    const char* logFile;
    char** program;
    char** environment;
    int report; // what went wrong is written here; closed by a successful exec
};

[[noreturn]] void give(int report, int fault)
{
    const auto written = ::write(report, &fault, sizeof fault);
    ::_exit(written == sizeof fault ? 127 : 126);
}

[[noreturn]] void become(const Child& child)
{
    ::setsid();
    const int lock = ::open(child.pidFile, O_RDWR | O_CREAT, 0600);
    if (lock < 0)
        give(child.report, errno);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0)
        give(child.report, EWOULDBLOCK);
    char digits[16];
    int length = 0;
    for (auto rest = ::getpid(); rest > 0; rest /= 10)
        digits[length++] = static_cast<char>('0' + rest % 10);
    std::reverse(digits, digits + length);
    if (::ftruncate(lock, 0) != 0 || ::write(lock, digits, static_cast<std::size_t>(length)) < 0)
        give(child.report, errno);
    const int log = ::open(child.logFile, O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(log, 1);
    ::dup2(log, 2);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGCHLD})
        ::signal(signal, SIG_DFL);
    ::execve(child.program[0], child.program, child.environment);
    give(child.report, errno);
}

} // namespace

std::optional<pid_t> LocalProcess::running() const
{
    const File file(folder_ / "pid", O_RDONLY | O_CLOEXEC);
    if (file.number() < 0)
        return std::nullopt;
    if (::flock(file.number(), LOCK_SH | LOCK_NB) == 0)
        return std::nullopt; // nobody holds it
    char digits[16] = {};
    if (::read(file.number(), digits, sizeof digits - 1) <= 0)
        return std::nullopt;
    const auto pid = static_cast<pid_t>(std::strtol(digits, nullptr, 10));
    return pid > 1 ? std::optional(pid) : std::nullopt;
}

Result<void> LocalProcess::start(const std::vector<std::string>& program,
                                 const std::vector<std::string>& variables) const
{
    std::error_code fault;
    std::filesystem::create_directories(folder_, fault);
    const auto pidFile = (folder_ / "pid").string();
    const auto logFile = (folder_ / "log").string();
    if (std::filesystem::file_size(logFile, fault) > static_cast<std::uintmax_t>(largestLog) &&
        !fault)
        std::filesystem::remove(logFile, fault);
    auto words = program;
    auto environment = environmentWith(variables);
    const auto programPointers = pointersOf(words);
    const auto environmentPointers = pointersOf(environment);
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0)
        return failure(Error::Kind::Storage, text("No process can be started here."));
    const Child child{pidFile.c_str(), logFile.c_str(), const_cast<char**>(programPointers.data()),
                      const_cast<char**>(environmentPointers.data()), report[1]};
    const pid_t between = ::fork();
    if (between == 0) { // the server is nobody's child: it is never left as a zombie of ours
        if (::fork() == 0)
            become(child);
        ::_exit(0);
    }
    ::close(report[1]);
    int wrong = 0;
    const auto read = between < 0 ? 0 : ::read(report[0], &wrong, sizeof wrong);
    ::close(report[0]);
    if (between > 0)
        ::waitpid(between, nullptr, 0);
    if (read == sizeof wrong && wrong == EWOULDBLOCK)
        return failure(
            Error::Kind::Conflict,
            text("The server in “%1” runs already.").arg(QString::fromStdString(folder_.string())));
    if (between < 0 || read == sizeof wrong)
        return failure(
            Error::Kind::Storage,
            text("“%1” does not start: %2.")
                .arg(QString::fromStdString(program.front()),
                     QString::fromLocal8Bit(std::strerror(between < 0 ? errno : wrong))));
    return {};
}

Result<void> LocalProcess::stop(int graceMs) const
{
    using namespace std::chrono;
    const auto ended = [&](milliseconds within) {
        const auto until = steady_clock::now() + within;
        while (running() && steady_clock::now() < until)
            std::this_thread::sleep_for(milliseconds(20));
        return !running();
    };
    const auto pid = running();
    if (!pid)
        return {};
    ::kill(-*pid, SIGTERM);
    (void)ended(milliseconds(graceMs));
    ::kill(-*pid, SIGKILL); // it, or workers that outlived it; nobody where there are none
    if (!ended(seconds(5)))
        return failure(Error::Kind::Storage, text("The process %1 does not end.").arg(*pid));
    return {};
}

std::string LocalProcess::log(std::size_t mostBytes) const
{
    std::ifstream file(folder_ / "log", std::ios::binary | std::ios::ate);
    if (!file)
        return {};
    const auto size = static_cast<std::size_t>(std::max<std::streamoff>(0, file.tellg()));
    const auto take = std::min(size, mostBytes);
    std::string end(take, '\0');
    file.seekg(static_cast<std::streamoff>(size - take));
    file.read(end.data(), static_cast<std::streamsize>(take));
    return end;
}

} // namespace binnacle
