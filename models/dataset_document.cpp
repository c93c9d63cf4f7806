#include "models/dataset_document.h"

#include "models/dataset_library.h"
#include "services/data/csv_reader.h"
#include "services/data/dataset_source.h"
#include "services/data/sqlite_table.h"

#include <QDateTime>

#include <utility>

namespace binnacle {

namespace {

constexpr int shareInterval = 100; // ms

std::optional<DataVersionRow> recalled(const std::shared_ptr<Workspace>& workspace,
                                       const DatasetAddress& address, const Dataset& data)
{
    const auto version = recallVersion(workspace, address, data);
    return version ? *version : std::nullopt;
}

} // namespace

DatasetDocument::DatasetDocument(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                                 QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools)
{
    clock_.setInterval(shareInterval);
    connect(&clock_, &QTimer::timeout, this, [this] {
        if (!isReading())
            clock_.stop();
        emit readingChanged();
    });
}

DatasetDocument::~DatasetDocument()
{
    letGo();
}

void DatasetDocument::letGo()
{
    letGoOn(pools_.jobs, std::exchange(data_, nullptr));
}

void DatasetDocument::close()
{
    opening_.cancel();
    reading_.cancel();
    digesting_.cancel();
    letGo();
    version_.reset();
    tables_.clear();
    address_ = {};
    setState(State::Closed);
}

void DatasetDocument::open(const DatasetAddress& address)
{
    close();
    address_ = keptAddress(address);
    setState(State::Opening);
    opening_.run(
        &pools_.jobs, this,
        [workspace = workspace_, asked = address_](std::stop_token stop) -> Result<Opened> {
            auto engine = DuckDbEngine::open();
            if (!engine)
                return failure(engine.error());
            auto data = openDataset(*engine, asked, OpenDepth::Preview, {std::move(stop), {}});
            if (!data)
                return failure(data.error());
            const auto version = recalled(workspace, asked, *data);
            return Opened{std::make_shared<const Dataset>(std::move(*data)), version};
        },
        [this](Result<Opened> opened) {
            const bool whole = opened && opened->data->report.complete;
            take(std::move(opened), whole);
        });
}

void DatasetDocument::take(Result<Opened> opened, bool whole)
{
    if (!opened) {
        fail(opened.error());
        return;
    }
    letGo();
    data_ = std::move(opened->data);
    if (opened->version)
        version_ = std::move(opened->version);
    setState(whole ? State::Ready : State::Preview);
    if (version_)
        emit versionKnown();
    if (whole)
        learnVersion();
    else
        readOn();
}

void DatasetDocument::fail(const Error& error)
{
    error_ = error;
    if (error.kind == Error::Kind::NotFound && address_.table.empty()) {
        // An SQLite file with several tables: which one?
        opening_.run(
            &pools_.readers, this,
            [path = address_.path](const std::stop_token&) -> std::vector<std::string> {
                const auto format = formatOf(path);
                if (!format || *format != DataFormat::Sqlite)
                    return {};
                const auto tables = sqliteTables(path);
                return tables ? *tables : std::vector<std::string>();
            },
            [this](std::vector<std::string> tables) {
                tables_ = std::move(tables);
                setState(State::Failed);
            });
        return;
    }
    setState(State::Failed);
}

void DatasetDocument::readOn()
{
    if (state_ != State::Preview || isReading())
        return;
    share_ = std::make_shared<std::atomic<double>>(0);
    reading_.run(
        &pools_.jobs, this,
        [workspace = workspace_, asked = address_,
         share = share_](std::stop_token stop) -> Result<Opened> {
            auto engine = DuckDbEngine::open();
            if (!engine)
                return failure(engine.error());
            auto data = openDataset(*engine, asked, OpenDepth::Whole,
                                    {std::move(stop), [share](double part) { *share = part; }});
            if (!data)
                return failure(data.error());
            const auto version = recalled(workspace, asked, *data);
            return Opened{std::make_shared<const Dataset>(std::move(*data)), version};
        },
        [this](Result<Opened> opened) {
            clock_.stop();
            if (!opened && opened.error().kind == Error::Kind::Cancelled)
                return;
            take(std::move(opened), true);
            emit readingChanged();
        });
    clock_.start();
    emit readingChanged();
}

void DatasetDocument::stopReading()
{
    if (!isReading())
        return;
    reading_.cancel();
    clock_.stop();
    emit readingChanged();
}

void DatasetDocument::learnVersion()
{
    if (version_ && version_->rows == data_->rows.value_or(-1)) {
        keep();
        return;
    }
    digesting_.run(
        &pools_.jobs, this,
        [workspace = workspace_, asked = address_, data = data_](const std::stop_token& stop) {
            return rememberVersion(workspace, asked, *data, {}, stop);
        },
        [this](Result<DataVersionRow> version) {
            if (!version) {
                emit troubled(version.error().message);
                return;
            }
            version_ = std::move(*version);
            emit versionKnown();
        });
}

void DatasetDocument::keepProfile(const std::string& profile)
{
    if (!version_)
        return;
    version_->profile = profile;
    keep();
}

void DatasetDocument::keep()
{
    version_->lastSeen = QDateTime::currentMSecsSinceEpoch();
    deliver(onPool(&pools_.jobs,
                   [workspace = workspace_, version = *version_] {
                       return DatasetStore(workspace).see(version);
                   }),
            this, [this](const Result<std::int64_t>& kept) {
                if (!kept)
                    emit troubled(kept.error().message);
            });
}

bool DatasetDocument::needsEncoding() const
{
    return state_ == State::Failed && error_.detail == QLatin1String(encodingFaultDetail) &&
           address_.encoding.empty();
}

void DatasetDocument::setState(State state)
{
    state_ = state;
    emit stateChanged();
}

} // namespace binnacle
