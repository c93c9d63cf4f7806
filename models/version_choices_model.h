#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/domain/identifiers.h"
#include "services/workspace/workspace.h"

#include <QAbstractListModel>

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

// Which version of which model, as a report is put to it.
struct VersionChoice
{
    SourceId source{};
    std::string model, version;
    QString text;  // "wine-quality v18"
    QString where; // "@champion · prod-mlflow"

    bool operator==(const VersionChoice&) const = default;
};

// The newest versions of all mirrored models, narrowed by words.
class VersionChoicesModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { WhereRole = Qt::UserRole };

    VersionChoicesModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                        QObject* parent = nullptr);

    void reload();
    void setSearch(const QString& words);
    bool isLoaded() const { return loaded_; }
    const VersionChoice& at(int row) const { return shown_[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void loaded();

private:
    void show();

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    std::vector<VersionChoice> all_, shown_;
    QString search_;
    bool loaded_ = false;
    LatestOnly asked_;
};

} // namespace binnacle
