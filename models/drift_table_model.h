#pragma once

#include "services/drift/drift_report.h"

#include <QAbstractTableModel>

#include <map>
#include <vector>

namespace binnacle {

// The columns of a drift report, the most severe first unless a person sorts otherwise.
class DriftTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Distribution, Method, Score, State, Missing, Importance, ColumnCount };
    enum Role { SeverityRole = Qt::UserRole + 1, DriftedRole, MeasuredRole, NewsRole, TopRole };

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void add(const std::vector<ColumnDrift>& columns); // as they become known
    void setReport(const DriftReport& report);         // keeps the order's rule
    // Importances of features for a model, as shares of their sum; a column is a top feature where
    // it is among the first five and has a tenth of the greatest. Empty: not known.
    void setImportances(std::map<std::string, double> importances);
    bool hasImportances() const { return !importances_.empty(); }
    void setFilter(const QString& text, bool onlyDrifted);

    const ColumnDrift& at(int row) const { return columns_[shown_[static_cast<std::size_t>(row)]]; }
    int rowOf(const std::string& column) const;         // -1: not shown
    double importance(const std::string& column) const; // NaN: not known
    bool isTop(const std::string& column) const { return top_.contains(column); }
    std::size_t total() const { return columns_.size(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    bool before(std::size_t a, std::size_t b) const;
    bool fits(const ColumnDrift& column) const;
    void arrange();
    QString text(const ColumnDrift& column, int section) const;
    QString tip(const ColumnDrift& column, int section) const;

    std::vector<ColumnDrift> columns_;
    std::vector<double> severity_;
    std::vector<std::size_t> shown_; // places in columns_
    std::map<std::string, double> importances_;
    std::map<std::string, double> top_;
    QString filter_;
    bool onlyDrifted_ = false;
    int sortColumn_ = State;
    Qt::SortOrder order_ = Qt::DescendingOrder;
};

// The title of a method for a person; what another tool wrote where it is not known.
QString driftMethodTitle(const std::string& method);
// "p = 0.012" or "0.41".
QString driftScoreText(const ColumnDrift& column);
// "at or below 0.05", "from 0.1": when the method alarms.
QString driftLimitText(const ColumnDrift& column);

} // namespace binnacle
