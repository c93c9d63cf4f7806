#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/domain/result.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

// One entry of the audit log: what Binnacle changed, by whom, and what it went by.
struct AuditLine
{
    std::int64_t id = 0;
    std::int64_t at = 0; // UTC milliseconds
    QString systemUser, serverUser, action, source, subject, before, after;
    QString evidence; // JSON
    std::string act;  // empty: no journaled act
    bool undoable = false;
    bool operator==(const AuditLine&) const = default;
};

struct AuditFilter
{
    QString text; // all words, anywhere
    std::optional<std::int64_t> since;
    bool operator==(const AuditFilter&) const = default;
};

struct AuditChain
{
    bool whole = false; // every entry carries the hash of the one before
    QString sentence;
};

// Where the log comes from. Blocks; any worker thread.
class AuditSource
{
public:
    enum class Form { Csv, JsonLines };
    virtual ~AuditSource() = default;
    // Newest first.
    virtual Result<std::vector<AuditLine>> lines(const AuditFilter& filter, std::size_t limit,
                                                 std::stop_token stop) = 0;
    virtual Result<AuditChain> verify(std::stop_token stop) = 0;
    virtual Result<void> exportTo(const QString& file, Form form, const AuditFilter& filter,
                                  std::stop_token stop) = 0;
    // A sentence about what is so now.
    virtual Result<QString> undo(const std::string& act, std::stop_token stop) = 0;
};

// The entries that fit the filter, newest first, at most `mostLines`; follows the workspace.
class AuditLogModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, Who, Action, Subject, Change, ColumnCount };
    enum class State { Loading, Ready, Failed };
    static constexpr std::size_t mostLines = 20'000;

    AuditLogModel(std::shared_ptr<AuditSource> source, WorkerPools& pools,
                  QObject* parent = nullptr);

    void setFilter(const AuditFilter& filter);
    const AuditFilter& filter() const { return filter_; }
    void reload();
    void reloadSoon(); // after a change of the workspace
    void verify();
    void exportTo(const QString& file, AuditSource::Form form);
    void undo(int row);

    State state() const { return state_; }
    const Error& error() const { return error_; }
    const std::optional<AuditChain>& chain() const { return chain_; }
    const AuditLine& at(int row) const { return lines_[static_cast<std::size_t>(row)]; }
    bool isCut() const { return lines_.size() == mostLines; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void loaded();
    void verified();
    void told(const QString& sentence); // of an export, an undo, a failure

private:
    QString text(const AuditLine& line, int column) const;
    std::shared_ptr<AuditSource> source_;
    WorkerPools& pools_;
    AuditFilter filter_;
    std::vector<AuditLine> lines_;
    std::optional<AuditChain> chain_;
    State state_ = State::Loading;
    Error error_;
    LatestOnly asked_, verifying_;
    QTimer later_;
};

} // namespace binnacle
