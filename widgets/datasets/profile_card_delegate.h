#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

class DatasetProfileModel;

// Draws the profile of one column as a small card: what is missing, a histogram or the most
// frequent values, figures in two columns. Drawn, not made of widgets: a thousand columns are
// cheap.
class ProfileCardDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    ProfileCardDelegate(const DatasetProfileModel& model, QObject* parent)
        : QStyledItemDelegate(parent), model_(model)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    const DatasetProfileModel& model_;
};

} // namespace binnacle
