#pragma once

#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/data/row_filter.h"
#include "services/data/table_view.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <optional>

namespace binnacle {

// The rows of a dataset in an order and under a filter, whatever their number: the model holds a
// window of them that moves (setWindow), as many rows as a view shows. Row numbers of the model are
// those of the window; firstRow() says where it begins. Cells are asked for in pages around the
// window; those on their way are empty, with PendingRole.
class DatasetTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        MissingRole = Qt::UserRole, // bool: NULL
        PendingRole,                // bool: not read yet
        TypeRole,                   // of a header: the engine's name of the type
        SortRole,                   // of a header: 1 ascending, -1 descending, 0 not
    };
    enum class State { Empty, Loading, Ready, Failed };

    explicit DatasetTableModel(WorkerPools& pools, QObject* parent = nullptr);
    ~DatasetTableModel() override;

    // Another dataset, or the same one read further: then the query and the window stay. A preview
    // can not be sorted and filtered: what is asked meanwhile waits for the rest.
    void setDataset(std::shared_ptr<const Dataset> data, bool preview, bool sameData);
    void clear();
    bool isPreview() const { return preview_; }

    void setFilter(const std::string& expression); // behind WHERE; empty: all rows
    void setSort(const std::vector<TableSort>& sort);
    void toggleSort(int column, bool add); // ascending, descending, none; add: behind the others
    void cancelQuery();                    // the former order stays
    const TableQuery& query() const { return query_; } // as it was asked for
    bool isQuerying() const { return opening_.busy(); }
    double queryShare() const { return share_->load(); }

    State state() const { return state_; }
    const Error& error() const { return error_; }
    // Rows under the filter; nothing: not known yet (a preview).
    std::optional<qint64> total() const;
    std::optional<qint64> totalUnfiltered() const;
    qint64 reachable() const; // rows that the window can move over
    qint64 firstRow() const { return first_; }
    void setWindow(qint64 first, int rows); // kept within what there is
    const std::vector<DataColumn>& columns() const;
    std::vector<int> columnsLike(const QString& text) const;
    std::shared_ptr<const Dataset> dataset() const { return data_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void stateChanged(); // state, total, query
    void windowMoved();
    void filterFailed(const QString& sentence); // the former rows stay
    void queryProgressed();

private:
    using Cells = std::vector<std::vector<std::optional<std::string>>>;
    void openView();
    void takeView(Result<std::shared_ptr<TableView>> view);
    void showView(std::shared_ptr<TableView> view);
    void askPages();
    void takePage(qint64 page, Result<TableWindow> window);
    void forgetPages();
    int pageRows() const;
    int windowRows() const;
    const std::vector<std::optional<std::string>>* cells(qint64 row) const;
    static Qt::Alignment alignment(const DataColumn& column);

    WorkerPools& pools_;
    std::shared_ptr<const Dataset> data_;
    std::shared_ptr<TableView> view_;
    bool preview_ = false;
    TableQuery query_;
    State state_ = State::Empty;
    Error error_;
    std::vector<DataColumn> columns_;
    qint64 first_ = 0;
    int rows_ = 0; // wanted by the view
    int shown_ = 0;
    qint64 previewed_ = 0; // rows of a preview
    std::map<qint64, Cells> pages_;
    std::list<qint64> lastUsed_; // pages, the oldest first
    qint64 asked_ = -1;          // page on its way
    std::shared_ptr<std::atomic<double>> share_ = std::make_shared<std::atomic<double>>(0);
    LatestOnly opening_, reading_;
    QTimer clock_;
};

} // namespace binnacle
