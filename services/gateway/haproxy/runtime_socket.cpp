#include "services/gateway/haproxy/runtime_socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace binnacle {

namespace {

using Clock = std::chrono::steady_clock;

QString text(const char* source)
{
    return QCoreApplication::translate("RuntimeSocket", source);
}

class Socket
{
public:
    explicit Socket(int number) : number_(number) {}
    ~Socket()
    {
        if (number_ >= 0)
            ::close(number_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

int connectUnix(const std::string& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made >= 0 &&
        ::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int fault = errno;
        ::close(made);
        errno = fault;
        return -1;
    }
    return made;
}

int connectTcp(const std::string& host, const std::string& port)
{
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), &wanted, &list) != 0) {
        errno = EHOSTUNREACH;
        return -1;
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
    for (const auto* each = list; each; each = each->ai_next) {
        const int made = ::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        timeval limit{5, 0};
        ::setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit); // bounds connect as well
        if (made >= 0 && ::connect(made, each->ai_addr, each->ai_addrlen) == 0)
            return made;
        const int fault = errno;
        ::close(made);
        errno = fault;
    }
    return -1;
}

bool isUnix(const std::string& address)
{
    return address.starts_with('/') || address.find(':') == std::string::npos;
}

} // namespace

Result<std::string> RuntimeSocket::ask(const std::string& commands, std::stop_token stop) const
{
    const auto shown = QString::fromStdString(address_);
    const auto colon = address_.rfind(':');
    const Socket socket(isUnix(address_)
                            ? connectUnix(address_)
                            : connectTcp(address_.substr(0, colon), address_.substr(colon + 1)));
    if (socket.number() < 0)
        return failure(errno == EACCES ? Error::Kind::Auth : Error::Kind::Network,
                       text("HAProxy does not answer at %1: %2. Check that it runs and that its "
                            "line “stats socket … level admin” names this address.")
                           .arg(shown, QString::fromLocal8Bit(std::strerror(errno))));
    const std::string line = commands + "\n";
    if (::send(socket.number(), line.data(), line.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(line.size()))
        return failure(Error::Kind::Network, text("HAProxy at %1 took no command.").arg(shown));
    std::string answer;
    std::array<char, 65'536> piece{};
    const auto until = Clock::now() + limit;
    for (;;) {
        if (stop.stop_requested())
            return failure(cancelledError());
        if (Clock::now() > until)
            return failure(Error::Kind::Network,
                           text("HAProxy at %1 did not end its answer in time.").arg(shown));
        pollfd waiting{socket.number(), POLLIN, 0};
        constexpr int sliceMs = 100;
        if (::poll(&waiting, 1, sliceMs) <= 0)
            continue;
        const auto got = ::recv(socket.number(), piece.data(), piece.size(), 0);
        if (got == 0)
            return answer;
        if (got < 0)
            return failure(Error::Kind::Network,
                           text("HAProxy at %1 broke off its answer.").arg(shown));
        answer.append(piece.data(), static_cast<std::size_t>(got));
        if (answer.size() > mostBytes)
            return failure(Error::Kind::Invalid,
                           text("HAProxy at %1 says more than can be taken.").arg(shown));
    }
}

} // namespace binnacle
