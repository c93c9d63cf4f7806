#pragma once

#include "services/domain/run.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLineEdit;

namespace binnacle {

// The tags of one run: each can be taken away, a new one added. MLflow's own stay out of the way.
class TagList : public QWidget
{
    Q_OBJECT
public:
    explicit TagList(QWidget* parent = nullptr);
    // `editable`: the source can. `pending`: keys whose edit waits for it.
    void setTags(const std::vector<KeyValue>& tags, bool editable,
                 const std::vector<std::string>& pending);

signals:
    void tagSet(const QString& key, const QString& value);
    void tagRemoved(const QString& key);

private:
    void addRow(int row, const KeyValue& tag, bool editable, bool pending);
    void submit();

    QWidget* rows_ = nullptr;
    QWidget* adding_;
    QLineEdit *key_, *value_;
};

} // namespace binnacle
