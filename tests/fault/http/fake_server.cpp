#include "tests/fault/http/fake_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace binnacle::fault {

namespace {

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool receive(int socket, std::string& buffer)
{
    char piece[16384];
    const auto count = ::recv(socket, piece, sizeof piece, 0);
    if (count <= 0)
        return false;
    buffer.append(piece, static_cast<std::size_t>(count));
    return true;
}

} // namespace

bool FakeRequest::hasHeader(std::string_view name) const
{
    return lowerCase(head).find("\n" + std::string(name) + ':') != std::string::npos;
}

bool FakeConnection::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void FakeConnection::answer(int status, const std::string& body, const std::string& headers)
{
    std::string head = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\nConnection: close\r\n";
    if (lowerCase(headers).find("content-type") == std::string::npos)
        head += "Content-Type: application/json\r\n";
    head += "Content-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n";
    write(head + body);
}

void FakeConnection::stall(int milliseconds)
{
    pollfd wait{socket_, POLLIN, 0};
    ::poll(&wait, 1, milliseconds); // the client sends no more: only its end wakes this
}

FakeServer::FakeServer(Handler handler) : handler_(std::move(handler))
{
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 64);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
}

void FakeServer::stop()
{
    if (stopped_.exchange(true))
        return;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::scoped_lock lock(mutex_);
        for (const int socket : sockets_)
            ::shutdown(socket, SHUT_RDWR);
    }
    for (auto& thread : threads_)
        thread.join();
    for (const int socket : sockets_)
        ::close(socket);
}

std::vector<FakeRequest> FakeServer::requests() const
{
    const std::scoped_lock lock(mutex_);
    return requests_;
}

void FakeServer::accept()
{
    while (true) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            return;
        const std::scoped_lock lock(mutex_);
        sockets_.push_back(socket);
        threads_.emplace_back([this, socket] { serve(socket); });
    }
}

void FakeServer::serve(int socket)
{
    std::string buffer;
    std::size_t end = std::string::npos;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!receive(socket, buffer))
            return;
        if (buffer.front() == 0x16) { // a TLS hello: what a plain web server says to it
            FakeConnection(socket).answer(400, "Bad Request");
            ::shutdown(socket, SHUT_RDWR);
            return;
        }
    }
    FakeRequest request;
    request.head = buffer.substr(0, end + 2);
    const auto firstSpace = request.head.find(' ');
    request.method = request.head.substr(0, firstSpace);
    request.target = request.head.substr(firstSpace + 1,
                                         request.head.find(' ', firstSpace + 1) - firstSpace - 1);
    request.body = buffer.substr(end + 4);
    const auto length = lowerCase(request.head).find("\ncontent-length:");
    const auto expected =
        length == std::string::npos ? 0 : std::strtoull(&request.head[length + 16], nullptr, 10);
    while (request.body.size() < expected && receive(socket, request.body)) {
    }
    {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(request);
    }
    FakeConnection connection(socket);
    handler_(request, connection);
    ::shutdown(socket, SHUT_RDWR);
}

FakeServer::Handler afterContact(FakeServer::Handler rest)
{
    return [rest = std::move(rest)](const FakeRequest& request, FakeConnection& connection) {
        if (request.calls("/version"))
            connection.answer(200, "2.22.5", "Content-Type: text/html\r\n");
        else if (request.calls("experiments/search") && request.body == R"({"max_results":1})")
            connection.json("{}");
        else
            rest(request, connection);
    };
}

} // namespace binnacle::fault
