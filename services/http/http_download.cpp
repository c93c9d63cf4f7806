#include "services/http/http_client.h"
#include "services/http/http_error.h"

#include <charconv>
#include <chrono>
#include <fstream>

namespace binnacle {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

// "bytes 10-47/48" or "bytes */48" (RFC 9110, 14.4); -1: not told.
struct ContentRange
{
    std::int64_t begin = -1;
    std::int64_t total = -1;
};

std::int64_t number(std::string_view text)
{
    std::int64_t value = -1;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() ? value : -1;
}

ContentRange contentRange(const HttpResponse& response)
{
    ContentRange range;
    const auto* text = response.header("content-range");
    if (!text || !text->starts_with("bytes "))
        return range;
    const auto slash = text->find('/');
    if (slash == std::string::npos)
        return range;
    const std::string_view all(*text);
    range.total = number(all.substr(slash + 1));
    range.begin = number(all.substr(6, slash - 6));
    return range;
}

// The file being written, and what is known of the one on the server.
class Target
{
public:
    Target(std::filesystem::path path, const HttpClient::ByteProgress& progress)
        : path_(std::move(path)), progress_(progress)
    {
        std::error_code fault;
        const auto size = std::filesystem::file_size(path_, fault);
        done_ = fault ? 0 : static_cast<std::int64_t>(size);
    }

    std::int64_t done() const { return done_; }
    std::int64_t total() const { return total_; }
    const std::string& etag() const { return etag_; }
    void begin()
    {
        opened_ = false;
        file_.close();
    }
    void startAnew()
    {
        done_ = 0;
        etag_.clear();
    }

    Result<void> write(const HttpResponse& head, std::string_view piece)
    {
        if (!opened_) {
            if (auto ready = open(head); !ready)
                return ready;
        }
        file_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        if (!file_)
            return notWritten();
        done_ += static_cast<std::int64_t>(piece.size());
        report(false);
        return {};
    }

    // After a whole answer, which may have had no body.
    Result<void> close(const HttpResponse& head)
    {
        if (!opened_) {
            if (auto ready = open(head); !ready)
                return ready;
        }
        file_.close();
        if (!file_)
            return notWritten();
        report(true);
        return {};
    }
    void report(bool last)
    {
        const auto now = std::chrono::steady_clock::now();
        if (!progress_ || (!last && now - reported_ < std::chrono::milliseconds(100)))
            return;
        reported_ = now;
        progress_(done_, last ? done_ : total_);
    }

private:
    Result<void> open(const HttpResponse& head)
    {
        opened_ = true;
        const auto range = contentRange(head);
        const bool goesOn = head.status == 206 && range.begin == done_ && done_ > 0;
        if (head.status == 206 && range.begin > 0 && !goesOn)
            return failure(Error::Kind::Network,
                           Text::tr("%1 sent another part of the file than was asked for. Try "
                                    "again.")
                               .arg(serverName(head.url)));
        if (!goesOn)
            done_ = 0;
        const auto* length = head.header("content-length");
        const bool encoded = head.header("content-encoding") != nullptr;
        total_ = goesOn ? range.total : (length && !encoded ? number(*length) : -1);
        if (const auto* tag = head.header("etag"))
            etag_ = *tag;
        file_.clear();
        file_.open(path_, std::ios::binary | (goesOn ? std::ios::app : std::ios::trunc));
        if (!file_)
            return notWritten();
        return {};
    }
    Result<void> notWritten() const
    {
        return failure(Error::Kind::Storage,
                       Text::tr("“%1” can not be written. Check the space on the disk and the "
                                "rights of the folder.")
                           .arg(QString::fromStdString(path_.string())));
    }

    std::filesystem::path path_;
    const HttpClient::ByteProgress& progress_;
    std::ofstream file_;
    bool opened_ = false;
    std::int64_t done_ = 0;
    std::int64_t total_ = -1;
    std::string etag_;
    std::chrono::steady_clock::time_point reported_{};
};

} // namespace

Result<void> HttpClient::download(HttpRequest request, const std::filesystem::path& destination,
                                  const ByteProgress& progress, std::stop_token stop)
{
    Target target(destination, progress);
    request.compressed = false; // ranges count the bytes of the file
    request.timeout = std::chrono::milliseconds(0);
    request.onBody = [&](const HttpResponse& head, std::string_view piece) {
        return target.write(head, piece);
    };
    const auto ownHeaders = request.headers.size();
    for (int fruitless = 0;;) {
        const auto before = target.done();
        request.headers.resize(ownHeaders);
        if (before > 0) {
            request.headers.push_back({"Range", "bytes=" + std::to_string(before) + '-'});
            if (!target.etag().empty())
                request.headers.push_back({"If-Range", target.etag()});
        }
        target.begin();
        const auto response = send(request, stop);
        if (response && response->ok())
            return target.close(*response);
        if (response && response->status == 416 && before > 0) {
            if (contentRange(*response).total == before) {
                target.report(true); // it was complete already
                return {};
            }
            target.startAnew(); // longer than the file on the server: another file
            continue;
        }
        if (response)
            return failure(statusError(*response));
        fruitless = target.done() > before ? 0 : fruitless + 1;
        if (response.error().kind != Error::Kind::Network || fruitless > options_.retries)
            return failure(response.error());
    }
}

} // namespace binnacle
