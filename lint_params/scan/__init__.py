"""The same analysis over millions of files: from Parquet, JSON Lines, archives or trees to Parquet, on Dask."""
