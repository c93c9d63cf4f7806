#include "services/backends/local_registry/object_store.h"

#include <QCryptographicHash>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace binnacle::local_registry {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t block = 1U << 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

tl::unexpected<Error> fault(const char* sentence, const fs::path& file)
{
    return failure(Error::Kind::Storage, tr(sentence).arg(QString::fromStdString(file.string())),
                   QString::fromLocal8Bit(std::strerror(errno)));
}

bool settle(const fs::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool good = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return good;
}

} // namespace

Result<ObjectStore::Draft> ObjectStore::take(const fs::path& file, const TransferSink& progress,
                                             const std::stop_token& stop) const
{
    std::error_code error;
    const auto total = static_cast<std::int64_t>(fs::file_size(file, error));
    std::ifstream in(file, std::ios::binary);
    if (error || !in)
        return fault("“%1” can not be read.", file);
    fs::create_directories(folder_, error);
    Draft draft;
    draft.file = folder_ / ("draft-" + QUuid::createUuid().toString(QUuid::Id128).toStdString());
    std::ofstream out(draft.file, std::ios::binary);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    std::vector<char> buffer(block);
    while (out && draft.size < total) {
        if (stop.stop_requested()) {
            discard(draft);
            return failure(cancelledError());
        }
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const auto read = in.gcount();
        if (read <= 0)
            break;
        hash.addData(QByteArrayView(buffer.data(), read));
        out.write(buffer.data(), read);
        draft.size += read;
        if (progress)
            progress({draft.size, total});
    }
    out.close();
    if (!out || draft.size != total || !settle(draft.file)) {
        discard(draft);
        return fault("“%1” can not be copied into the registry: the disk is full, or the file "
                     "changed meanwhile.",
                     file);
    }
    draft.digest = hash.result().toHex().toStdString();
    return draft;
}

Result<void> ObjectStore::keep(const Draft& draft) const
{
    const auto place = pathOf(draft.digest);
    std::error_code error;
    fs::create_directories(place.parent_path(), error);
    fs::rename(draft.file, place, error);
    if (!error)
        return {};
    discard(draft);
    return fault("“%1” can not be written.", place);
}

void ObjectStore::discard(const Draft& draft) const
{
    std::error_code ignored;
    fs::remove(draft.file, ignored);
}

fs::path ObjectStore::pathOf(const std::string& digest) const
{
    return folder_ / digest.substr(0, 2) / digest;
}

void ObjectStore::remove(const std::string& digest) const
{
    std::error_code ignored;
    fs::remove(pathOf(digest), ignored);
}

} // namespace binnacle::local_registry
