#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace binnacle::fault {

struct FakeRequest
{
    std::string method;
    std::string target; // "/api/2.0/mlflow/runs/search?…"
    std::string head;   // request line and headers as they came
    std::string body;

    bool calls(std::string_view path) const { return target.find(path) != std::string::npos; }
    bool hasHeader(std::string_view name) const; // name in lower case
};

// What a handler answers with. Every answer ends the connection, so that each request is seen.
class FakeConnection
{
public:
    explicit FakeConnection(int socket) : socket_(socket) {}
    void answer(int status, const std::string& body, const std::string& headers = {});
    void json(const std::string& body) { answer(200, body); }
    // Raw bytes; false when the client is gone.
    bool write(std::string_view bytes);
    // Returns after this time, or sooner when the client or the server goes.
    void stall(int milliseconds);

private:
    int socket_;
};

// A scripted HTTP server on 127.0.0.1; each connection has a thread of its own, in which the
// handler runs.
class FakeServer
{
public:
    using Handler = std::function<void(const FakeRequest&, FakeConnection&)>;

    explicit FakeServer(Handler handler);
    ~FakeServer() { stop(); }
    void stop(); // connections are cut

    std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::vector<FakeRequest> requests() const;

private:
    void accept();
    void serve(int socket);

    Handler handler_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stopped_{false};
    mutable std::mutex mutex_;
    std::vector<FakeRequest> requests_;
    std::vector<int> sockets_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

// Answers the first contact of an MLflow backend ("/version" and the first experiments/search) as
// a 2.22 server does and leaves all other calls to `rest`.
FakeServer::Handler afterContact(FakeServer::Handler rest);

} // namespace binnacle::fault
